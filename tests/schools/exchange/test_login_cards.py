from schools.exchange.login_cards import CardText, SheetWords, pdf

WORDS = SheetWords(
    "Thẻ", "Lớp", "Mã thẻ", "PIN", "Quét mã", "asean.example/card", "Số liệu minh họa", "Giữ kín", "Mã QR"
)


def card(name="Nguyễn Văn An", demo=False, apart=""):
    return CardText(
        name, "10A3", apart, "THPT Tắc Vân", "AB2C-D3E4", "274 913", "http://asean.example/card/#secret", demo
    )


def pages(data):
    return data.count(b"/Type/Page/") + data.count(b"/Type /Page\n") + data.count(b"/Type /Page ")


def test_ten_cards_to_a_sheet():
    assert pages(pdf([card()] * 10, WORDS)) == 1
    assert pages(pdf([card()] * 11, WORDS)) == 2


def test_any_name_prints_and_none_is_run():
    names = ['#panic() *x* $x$ \\ "', "ថាច់ សុភា", "Nguyễn " * 17, "<b>&amp;"]
    assert pdf([card(name, demo=True) for name in names], WORDS).startswith(b"%PDF")


def test_namesakes_cards_differ():
    assert pdf([card()], WORDS) != pdf([card(apart="01/02/2011")], WORDS)
    assert pages(pdf([card("Nguyễn " * 17, demo=True, apart="*" * 40)] * 10, WORDS)) == 1


def test_secrets_stand_in_no_readable_part_of_the_file():
    assert b"secret" not in pdf([card()], WORDS)
