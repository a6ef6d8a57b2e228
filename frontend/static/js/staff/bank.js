// The list of the bank: how many items are ticked, and a question before they go.

const form = document.getElementById("marking");

if (form) {
  const said = form.querySelector("[data-ticked]");
  const ticked = () => form.querySelectorAll("input[name=slug]:checked").length;
  form.addEventListener("change", () => {
    said.textContent = ticked();
  });
  form.addEventListener("submit", (event) => {
    const ask = form.querySelector("[data-ask]").dataset.ask;
    if (form.querySelector("[name=act]").value === "retire" && !window.confirm(ask)) event.preventDefault();
  });
}
