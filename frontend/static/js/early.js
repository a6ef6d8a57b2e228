// Runs before the page is painted: where scripts work, one question at a time is shown from the first paint on.
// If the modules have not come in 8 s the whole paper is shown as one form again.
document.documentElement.classList.add("js");
setTimeout(function () {
  if (!document.documentElement.classList.contains("ready")) document.documentElement.classList.remove("js");
}, 8000);
