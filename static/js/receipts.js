// The receipts of ideas: copied, saved as a picture, and remembered by this phone. The number always; the code only when
// its owner asks for it.
(() => {
  "use strict";
  const DRAFT = "idea-draft"; // kept by ideas.js
  const RECEIPTS = "idea-receipts";
  const one = (selector, within = document) => within.querySelector(selector);
  const keep = (value) => { try { localStorage.setItem(RECEIPTS, JSON.stringify(value)); } catch { /* a phone that keeps nothing */ } };
  const known = () => { try { return JSON.parse(localStorage.getItem(RECEIPTS)) ?? []; } catch { return []; } };

  function dressReceipt(receipt) {
    try { localStorage.removeItem(DRAFT); } catch { /* as above */ }
    const number = receipt.dataset.receipt;
    const code = one(".receipt-code", receipt).textContent.trim();
    const note = (secret) => keep([{ number, code: secret }, ...known().filter((r) => r.number !== number)].slice(0, 20));
    note("");
    one("[data-remember]").hidden = false;
    one("#remember").addEventListener("change", ({ target }) => note(target.checked ? code : ""));
    const copy = one("[data-copy]", receipt);
    copy.hidden = !navigator.clipboard;
    copy.addEventListener("click", () => navigator.clipboard.writeText(code).then(() => { one("[data-copy-word]").textContent = "已复制"; }));
    one("[data-picture]", receipt).addEventListener("submit", async (event) => {
      event.preventDefault();
      const answer = await fetch(event.target.action, { method: "POST", body: new FormData(event.target) });
      const reader = new FileReader();
      reader.onload = () => {
        const picture = Object.assign(new Image(), { src: reader.result, alt: `受理回执图片：受理编号 ${number}，查询码 ${code}` });
        const link = Object.assign(document.createElement("a"), { href: reader.result, download: `${number}.png`, className: "btn", textContent: "下载图片" });
        const words = Object.assign(document.createElement("p"), { className: "help", textContent: "按住图片，选“保存图片”。" });
        one("[data-pictured]").replaceChildren(words, picture, link);
      };
      reader.readAsDataURL(await answer.blob());
    });
  }
  function dressRemembered(section) {
    const row = ({ number, code }) => {
      const button = (label, act) => Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: label, onclick: act });
      const item = document.createElement("li");
      item.append(Object.assign(document.createElement("span"), { className: "mono", textContent: number }));
      if (code) item.append(button("填入查询码", () => { one("[data-code]").value = code; one("[data-code]").focus(); }));
      item.append(button("删除", () => { keep(known().filter((r) => r.number !== number)); dressRemembered(section); }));
      return item;
    };
    one("ul", section).replaceChildren(...known().map(row));
    section.hidden = !known().length;
  }

  function dress() {
    const receipt = one("[data-receipt]");
    const remembered = one("[data-remembered]");
    if (receipt) dressReceipt(receipt);
    if (remembered) dressRemembered(remembered);
  }
  document.addEventListener("shown", dress);
  if (window.fetch) dress();
})();
