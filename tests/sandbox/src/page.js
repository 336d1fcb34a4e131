// Keeps the page up to date without loading it again. Only what has changed is touched, so a selection and
// the focus stay where they are.
"use strict";

function update(node, fresh) {
  if (node.nodeType === Node.TEXT_NODE) {
    if (node.data !== fresh.data) node.data = fresh.data;
    return;
  }
  let next = node.firstChild;
  for (const child of [...fresh.childNodes]) {
    // A row is known by its id, anything else by its position.
    const same = child.id ? document.getElementById(child.id) : next;
    if (same && same.nodeName === child.nodeName && same.id === (child.id ?? "")) {
      if (same === next) next = next.nextSibling;
      else node.insertBefore(same, next);
      update(same, child);
    } else {
      node.insertBefore(child, next);
    }
  }
  while (next) {
    const gone = next;
    next = next.nextSibling;
    gone.remove();
  }
}

const label = document.querySelector("label");
const status = document.querySelector("[role=status]");
label.hidden = false;

setInterval(async () => {
  if (document.hidden || !label.control.checked) return;
  try {
    const reply = await fetch("/", { cache: "no-store" });
    const fresh = new DOMParser().parseFromString(await reply.text(), "text/html");
    update(document.querySelector("main"), fresh.querySelector("main"));
    status.textContent = "";
  } catch {
    status.textContent = "The sandbox does not answer.";
  }
}, 2000);
