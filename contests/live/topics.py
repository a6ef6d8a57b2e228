"""Names on the channel layer. One group, one member a process; no pupil's socket ever joins it."""

#: Every serving process is a member once, through `wire`.
BOARDS = "boards"

#: Keeper → all: the board's text as every client gets it. `{"type", "code", "epoch", "version", "text"}`
BOARD_TEXT = "board.text"
#: Anybody → keeper, once a batch, after its commit. `{"type", "contests"}`
BOARD_CHANGED = "board.changed"
#: Each process → all, once a second: answers have come in there. `{"type", "from", "contests"}`
ANSWERS_CAME = "answers.came"
#: Keeper → all: who may see this board is asked again (settled, cancelled). `{"type", "code"}`
BOARD_RECHECK = "board.recheck"
#: Anybody → all: sockets of these attempts, or of a contest, are told this. `{"type", "from", "attempts" | "contest",
#: "message"}`
ATTEMPTS_TOLD = "attempts.told"
#: Each process → all: whose sockets are open there. `{"type", "from", "here" | "gone"}`
ATTEMPTS_HERE = "attempts.here"
