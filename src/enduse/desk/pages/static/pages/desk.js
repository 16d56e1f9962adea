// Comforts on top of pages that work without any script: keys, and drafts that survive.
"use strict";

(() => {
  const typing = (node) => node.closest("input, textarea, select, [contenteditable]") !== null;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "Enter" && event.target.form) {
      event.preventDefault();
      event.target.form.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "/") {
      const search = document.getElementById("search");
      if (search) { event.preventDefault(); search.focus(); }
    } else if (event.key === "?") {
      window.location.assign(document.body.dataset.help);
    }
  });

  // A form that says so keeps what is typed in this tab until it is sent.
  const said = (form) => form.querySelector("[data-draft-said]");
  const fields = (form) => [...form.elements].filter(
    (one) => one.name && !["hidden", "file", "password", "submit"].includes(one.type));

  const read = (form) => fields(form)
    .filter((one) => !["radio", "checkbox"].includes(one.type) || one.checked)
    .map((one) => [one.name, one.value]);

  const fill = (form, kept) => {
    for (const one of fields(form)) {
      const values = kept.filter(([name]) => name === one.name).map(([, value]) => value);
      if (["radio", "checkbox"].includes(one.type)) one.checked = values.includes(one.value);
      else if (values.length > 0) one.value = values[0];
    }
  };

  for (const form of document.querySelectorAll("form[data-draft]")) {
    const key = `draft:${form.dataset.draft}`;
    const kept = sessionStorage.getItem(key);
    if (kept !== null && kept !== JSON.stringify(read(form))) {
      fill(form, JSON.parse(kept));
      if (said(form)) said(form).textContent = form.dataset.draftFound;
    }
    let waiting;
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        sessionStorage.setItem(key, JSON.stringify(read(form)));
        if (said(form)) said(form).textContent = form.dataset.draftKept;
      }, 400);
    });
    form.addEventListener("submit", () => {
      clearTimeout(waiting);
      sessionStorage.removeItem(key);
    });
  }

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
})();
