// Comfort for the form of an idea: a draft on the phone, sending again when the network is back, smaller photos, a search
// that stays on the page.
(() => {
  "use strict";
  const DRAFT = "idea-draft";
  const OLD = 72e6; // its key is good for a day
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const load = (name) => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } };
  const keep = (name, value) => { try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* it keeps nothing */ } };
  const forget = (name) => keep(name, null);

  // What is typed, kept with the key of the form: what was sent before a reload is the same form afterwards.
  const kept = (field) => field.name && !["hidden", "file", "submit"].includes(field.type) && !("sensitive" in field.dataset) && field.name !== "answer";
  const typed = (form) => all("input, textarea, select", form).filter(kept).filter((f) => f.type !== "radio" || f.checked).map((f) => [f.name, f.type === "checkbox" ? f.checked : f.value]);
  function save(form) {
    const { challenge, salt, since } = form.dataset;
    keep(DRAFT, { key: form.key.value, challenge, salt, since: since ?? Date.now(), places: one("[data-found]", form).innerHTML, typed: typed(form) });
  }
  function restore(form) {
    const draft = load(DRAFT);
    if (!draft || Date.now() - draft.since > OLD) return forget(DRAFT);
    form.key.value = draft.key;
    Object.assign(form.dataset, { challenge: draft.challenge, salt: draft.salt, since: draft.since });
    one("[data-found]", form).innerHTML = draft.places;
    draft.typed.forEach(([name, value]) => all(`[name="${name}"]`, form).forEach((field) => {
      if (field.type === "radio") field.checked = field.value === value;
      else if (field.type === "checkbox") field.checked = value;
      else field.value = value;
    }));
    return say(form, "已恢复这部手机上没有提交的内容。照片、手机号和邮箱请重新填写。");
  }
  const say = (form, words) => { one("[data-said]", form).textContent = words; };

  // The proof of work, in a worker, from the first touch on.
  let work;
  const prove = (form) => (work ??= new Promise((done) => {
    const { challenge, salt, largest, solver } = form.dataset;
    const worker = new Worker(solver);
    worker.onmessage = ({ data }) => done(data);
    worker.onerror = () => done("");
    worker.postMessage({ challenge, salt, largest: Number(largest) });
  }));

  async function shrink(input) {
    const [file] = input.files;
    if (!file || file.size < 1e6 || !window.createImageBitmap || !window.DataTransfer) return;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, 2000 / Math.max(picture.width, picture.height));
      const canvas = Object.assign(document.createElement("canvas"), { width: picture.width * scale, height: picture.height * scale });
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const smaller = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.85); });
      const chosen = new DataTransfer();
      chosen.items.add(new File([smaller], "1.jpg", { type: "image/jpeg" }));
      input.files = chosen.files;
    } catch { /* the server judges it */ }
  }

  let sending = false;
  async function send(form) {
    if (sending) return undefined;
    sending = true;
    save(form);
    say(form, "正在提交…");
    await Promise.all(all("[type=file]", form).map((input) => input.shrinking));
    form.proof.value = await prove(form);
    let page;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
      if (answer.status < 500) page = await answer.text();
    } catch { /* said below */ }
    sending = false;
    if (page) return show(new DOMParser().parseFromString(page, "text/html"), form);
    say(form, "网络中断，内容已保存在本机，恢复后再点提交；网络恢复时也会自动提交。");
    return window.addEventListener("online", () => send(form), { once: true });
  }
  function show(page, form) {
    if (!one("[data-idea], [data-receipt]", page)) return say(form, `${one("h1", page)?.textContent}。填写的内容都在，请稍后再点提交。`);
    const main = document.adoptNode(one("main", page));
    all("[type=file]", form).forEach((input) => one(`[name="${input.name}"]`, main)?.replaceWith(input));
    all("[data-photos-gone]", main).forEach((words) => words.remove());
    document.title = page.title;
    one("main").replaceWith(main);
    window.scrollTo(0, 0);
    dress();
    document.dispatchEvent(new Event("shown"));
    return (one("[data-focus]") ?? main).focus();
  }

  async function find(form) {
    const body = new FormData();
    ["csrfmiddlewaretoken", "workplace"].forEach((name) => body.append(name, form[name].value));
    const answer = await fetch(form.dataset.places, { method: "POST", body });
    if (!answer.ok) throw Error();
    one("[data-found]", form).innerHTML = await answer.text();
    save(form);
  }

  function dressForm(form) {
    work = undefined;
    if (!("answered" in form.dataset)) restore(form);
    const named = () => { one("[data-named]", form).hidden = form.identity.value === "anonymous"; };
    named();
    form.addEventListener("input", () => { prove(form); named(); save(form); });
    all("[type=file]", form).forEach((input) => input.addEventListener("change", () => { input.shrinking = shrink(input); }));
    let finding = false;
    one("[name=find]", form).addEventListener("click", () => { finding = true; });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (finding) find(form).catch(() => say(form, "查不到，可照写名称直接提交。"));
      else send(form);
      finding = false;
    });
  }

  const dress = () => all("[data-idea]").forEach(dressForm);
  if (window.fetch && window.Worker && window.Promise) dress();
})();
