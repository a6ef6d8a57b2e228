// A button that a full server turned away is pressed again by itself, after the time the server said.

const form = document.querySelector("form[data-again]");
setTimeout(() => form.submit(), Number(form.dataset.again) * 1000);
