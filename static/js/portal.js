// Comfort on top of pages that work without it: keys, menus, dialogs, selection, drafts, charts.
// No eval, no inline handlers, no inline styles; everything hangs on data-* attributes.
(() => {
  "use strict";
  const root = document.documentElement;
  const all = (selector, scope = document) => [...scope.querySelectorAll(selector)];
  const typing = (element) => element.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  root.classList.add("js");

  // 大字版: a cookie, so that the server paints the next page in the right size at once.
  const largeWords = () => all("[data-large-word]").forEach((word) => { word.textContent = root.classList.contains("large") ? "标准字号" : "大字版"; });
  function toggleLarge() {
    const on = root.classList.toggle("large");
    document.cookie = `large=${on ? 1 : 0}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
    largeWords();
    window.dispatchEvent(new Event("resize"));
  }

  // Clicks
  document.addEventListener("click", (event) => {
    const on = (selector) => event.target.closest(selector);
    if (on("[data-large-toggle]")) toggleLarge();
    if (on("[data-print]")) window.print();
    if (on("[data-close]")) on("dialog")?.close();
    if (on("[data-open]")) openDialog(on("[data-open]").dataset.open);
    if (on("[data-bulk-clear]")) clearPicked(on("form"));
    const asks = on("[data-confirm]");
    if (asks) {
      event.preventDefault();
      openDialog(asks.dataset.confirm);
    }
    if (event.target.matches("dialog")) event.target.close();
    all("details.menu[open]").filter((menu) => !menu.contains(event.target)).forEach((menu) => { menu.open = false; });
  });
  function openDialog(selector) {
    const dialog = document.querySelector(selector);
    if (!dialog || dialog.open) return;
    all("[data-bulk-count]", dialog).forEach((spot) => { spot.textContent = document.querySelector("[data-bulk-bar] [data-bulk-count]")?.textContent ?? ""; });
    dialog.showModal();
  }
  document.addEventListener("change", (event) => {
    if (event.target.closest("[data-submit-on-change]")) event.target.form.requestSubmit();
  });

  // Keys: / search, ? help, g + letter places, Ctrl+Enter saves, Esc closes menus.
  let afterG = 0;
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = event.target.closest("details.menu[open]");
      all("details.menu[open]").forEach((open) => { open.open = false; });
      menu?.querySelector("summary").focus();
      if (location.hash === "#places") location.hash = "#main";
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.form ?? document.querySelector("form:has([data-save])");
      const save = form && (form.querySelector("[data-save]") ?? form.querySelector("button:not([type=button])"));
      if (save && form.method === "post") { event.preventDefault(); save.click(); }
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "/") {
      const search = document.querySelector("#main [data-slash]") ?? document.querySelector("[data-slash]");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    } else if (event.key === "?" || event.key === "\uff1f") {
      openDialog("#help");
    } else if (event.key === "g") {
      afterG = Date.now();
    } else if (Date.now() - afterG < 1500) {
      afterG = 0;
      document.querySelector(`[data-goto="${CSS.escape(event.key)}"]`)?.click();
    }
  });

  // Selection in lists. Picked rows are remembered by key, so paging, sorting and filtering by htmx keep them.
  const picked = new Set();
  const boxes = (form) => all('input[type="checkbox"][name="pk"]', form);
  function showPicked(form) {
    boxes(form).forEach((box) => { box.checked = picked.has(box.value); });
    const onPage = boxes(form).filter((box) => box.checked).length;
    const whole = form.querySelector('[name="all_matching"]');
    const pageBox = form.querySelector("[data-pick-page]");
    if (pageBox) {
      pageBox.checked = onPage > 0 && onPage === boxes(form).length;
      pageBox.indeterminate = onPage > 0 && !pageBox.checked;
    }
    const allOffer = form.querySelector("[data-bulk-all]");
    if (allOffer) allOffer.hidden = !(pageBox?.checked && Number(form.dataset.total) > picked.size) && !whole?.checked;
    form.querySelector("[data-bulk-bar]")?.classList.toggle("on", picked.size > 0);
    all("[data-bulk-count]", form).forEach((spot) => { spot.textContent = whole?.checked ? Number(form.dataset.total).toLocaleString() : picked.size; });
    all("input[data-carried]", form).forEach((carried) => carried.remove());
    const here = new Set(boxes(form).map((box) => box.value));
    [...picked].filter((key) => !here.has(key)).forEach((key) => {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "pk", value: key }));
      form.lastElementChild.dataset.carried = "";
    });
  }
  function clearPicked(form) {
    picked.clear();
    const whole = form.querySelector('[name="all_matching"]');
    if (whole) whole.checked = false;
    showPicked(form);
  }
  document.addEventListener("change", ({ target }) => {
    const form = target.closest("form[data-bulk]");
    if (!form) return;
    const note = (box) => (box.checked ? picked.add(box.value) : picked.delete(box.value));
    if (target.matches("[data-pick-page]")) boxes(form).forEach((box) => { box.checked = target.checked; note(box); });
    else if (target.name === "pk") note(target);
    const whole = form.querySelector('[name="all_matching"]');
    if (whole && whole !== target && !target.checked) whole.checked = false;
    showPicked(form);
  });

  // Drafts: what was typed survives a crash, a lost session, a wrong click. Never for sensitive fields.
  // A draft is dropped on the first page after submitting that reports success.
  const person = document.body.dataset.person ?? "";
  const storeKey = (form) => `draft:${person}:${form.dataset.draft}`;
  const keepable = (field) => field.name && !field.closest("[data-sensitive]") && !["password", "file", "hidden", "submit"].includes(field.type) && field.name !== "csrfmiddlewaretoken";
  const valueOf = (field) => (field.type === "checkbox" || field.type === "radio" ? field.checked : field.multiple ? [...field.selectedOptions].map((o) => o.value) : field.value);
  const read = (form) => [...form.elements].filter(keepable).map((field) => [field.name, field.type === "radio" || field.type === "checkbox" ? field.value : "", valueOf(field)]);
  function forget(form) { localStorage.removeItem(storeKey(form)); }
  function restore(form, fields) {
    fields.forEach(([name, choice, value]) => {
      const field = [...form.elements].find((e) => e.name === name && keepable(e) && (choice === "" || e.value === choice));
      if (!field) return;
      if (typeof value === "boolean") field.checked = value;
      else if (field.tomselect) field.tomselect.setValue(value, true);
      else field.value = value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  function offerDraft(form, draft) {
    const banner = document.createElement("div");
    banner.className = "note note-blue draft-banner";
    banner.setAttribute("role", "status");
    const words = document.createElement("span");
    words.textContent = `这里有 ${new Date(draft.at).toLocaleString("zh-CN")} 没有保存的草稿。`;
    const button = (label, act) => {
      const made = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: label });
      made.addEventListener("click", () => { act(); banner.remove(); });
      return made;
    };
    banner.append(words, button("恢复草稿", () => restore(form, draft.fields)), button("不要了", () => forget(form)));
    form.prepend(banner);
  }
  function watchForm(form) {
    if (form.dataset.watched) return;
    form.dataset.watched = "1";
    const before = JSON.stringify(read(form));
    const changed = () => JSON.stringify(read(form)) !== before;
    let leaving = false;
    let timer = 0;
    if (form.dataset.draft) {
      const draft = JSON.parse(localStorage.getItem(storeKey(form)) ?? "null");
      if (draft && Date.now() - draft.at > 7 * 864e5) forget(form);
      else if (draft && !("bound" in form.dataset) && JSON.stringify(draft.fields) !== before) offerDraft(form, draft);
      form.addEventListener("input", () => {
        clearTimeout(timer);
        timer = setTimeout(() => { if (changed()) localStorage.setItem(storeKey(form), JSON.stringify({ at: Date.now(), fields: read(form) })); }, 600);
      });
    }
    form.addEventListener("submit", () => { leaving = true; if (form.dataset.draft) sessionStorage.setItem("submitted", storeKey(form)); });
    window.addEventListener("beforeunload", (event) => { if (!leaving && "guard" in form.dataset && changed()) event.preventDefault(); });
  }
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-sign-out]")) Object.keys(localStorage).filter((key) => key.startsWith("draft:")).forEach((key) => localStorage.removeItem(key));
  });

  // Large libraries arrive only on pages that need them.
  const loading = {};
  const load = (url) => (loading[url] ??= new Promise((resolve, reject) => {
    document.head.append(Object.assign(document.createElement("script"), { src: url, onload: resolve, onerror: reject }));
  }));
  const paths = document.body.dataset;

  async function drawChart(box) {
    if (box.dataset.drawn) return;
    box.dataset.drawn = "1";
    const [theme] = await Promise.all([fetch(paths.chartTheme).then((answer) => answer.json()), load(paths.echarts)]);
    const option = JSON.parse(document.getElementById(box.dataset.chart).textContent);
    // HTML tooltips carry style attributes, which the content security policy forbids.
    option.tooltip = { ...option.tooltip, renderMode: "richText" };
    const chart = window.echarts.init(box, theme);
    chart.setOption(box.clientWidth < 480 ? slim(option) : option);
    chart.on("click", ({ data }) => { if (data?.url) location.assign(data.url); });
    new ResizeObserver(() => chart.resize()).observe(box);
  }

  // On a telephone a ring leaves room for its words, and the names below an axis do not run into each other.
  function slim(option) {
    const ring = { radius: ["20%", "38%"], labelLine: { length: 6, length2: 4 } };
    const { xAxis, series } = option;
    const words = xAxis?.type === "category" && { xAxis: { ...xAxis, axisLabel: { ...xAxis.axisLabel, interval: "auto" } } };
    return { ...option, ...words, series: series.map((each) => (each.type === "pie" ? { ...each, ...ring } : each)) };
  }

  async function searchSelect(select) {
    if (select.tomselect || select.dataset.mounting) return;
    select.dataset.mounting = "1";
    if (!loading[paths.tomSelect]) document.head.prepend(Object.assign(document.createElement("link"), { rel: "stylesheet", href: paths.tomSelectCss }));
    await load(paths.tomSelect);
    const { url } = select.dataset;
    const remote = url && { valueField: "value", labelField: "text", searchField: [], shouldLoad: (q) => q.length > 0, onType() { this.clearOptions(); }, load: (q, done) => {
      fetch(`${url}${url.includes("?") ? "&" : "?"}q=${encodeURIComponent(q)}`).then((answer) => answer.json()).then(({ results }) => done(results)).catch(() => done());
    } };
    // The library moves the <label> to its own box; the hidden <select> still needs a name.
    if (select.labels?.[0]) select.setAttribute("aria-label", select.labels[0].textContent.trim());
    const row = (data, escape) => `<div>${escape(data.text)}${data.hint ? ` <small class="quiet">${escape(data.hint)}</small>` : ""}</div>`;
    new window.TomSelect(select, {
      plugins: select.multiple ? ["remove_button"] : [], maxOptions: 200, placeholder: select.dataset.placeholder ?? "输入名称或拼音首字母", ...remote,
      render: { option: row, no_results: () => '<div class="no-results">没有找到，换个词试试</div>', loading: () => '<div class="no-results">正在查找…</div>' },
    });
  }

  function dress(scope) {
    all("[data-chart]", scope).forEach(drawChart);
    all("select[data-search]", scope).forEach(searchSelect);
    all("form[data-draft], form[data-guard]", scope).forEach(watchForm);
    all("form[data-bulk]", scope).forEach((form) => {
      boxes(form).filter((box) => box.defaultChecked).forEach((box) => picked.add(box.value)); // left picked by a bulk action
      showPicked(form);
    });
  }
  const submitted = sessionStorage.getItem("submitted");
  if (submitted && document.querySelector(".alert-success")) {
    localStorage.removeItem(submitted);
    sessionStorage.removeItem("submitted");
  }
  largeWords();
  dress(document);
  document.querySelector("[data-focus]")?.focus();
  document.addEventListener("htmx:load", (event) => dress(event.target));
})();
