// The window: the page beside the file, and the way between the two.
window.plan = {
  // What can be written where the cursor is, and what a key means, is asked of the program.
  async hjälp(nummer, år) {
    const CM = await import('nicegui-codemirror');
    const vy = getElement(nummer).editor;
    const fråga = async (dokument, plats) => {
      const enheter = dokument.toString();
      const kropp = JSON.stringify({ text: enheter, plats: [...enheter.slice(0, plats)].length });
      const svar = await fetch(`/förslag/${år}`, { method: 'POST', body: kropp });
      if (!svar.ok) return null;
      const funnet = await svar.json();
      funnet.från = [...enheter].slice(0, funnet.från).join('').length;
      return funnet;
    };
    const källa = async (läge) => {
      const funnet = await fråga(läge.state.doc, läge.pos);
      const är = läge.pos - (funnet?.från ?? läge.pos);
      if (!funnet?.förslag.length || (!läge.explicit && !är)) return null;
      const options = funnet.förslag.map((ett) => ({ label: ett.word, apply: ett.typed, info: ett.about || undefined }));
      return { from: funnet.från, options, validFor: /^[\p{L}\d ]*$/u };
    };
    const förklaring = async (vy, plats) => {
      const funnet = await fråga(vy.state.doc, plats);
      if (!funnet?.om) return null;
      const ruta = document.createElement('div');
      ruta.className = 'cm-om';
      const namn = ruta.appendChild(document.createElement('b'));
      namn.textContent = funnet.om[0];
      ruta.append(` ${funnet.om[1]}`);
      return { pos: plats, above: true, create: () => ({ dom: ruta }) };
    };
    vy.dispatch({ effects: CM.StateEffect.appendConfig.of([
      CM.EditorState.languageData.of(() => [{ autocomplete: källa }]),
      CM.hoverTooltip(förklaring),
    ]) });
  },
  namnge() {
    document.querySelector('.cm-content')?.setAttribute('aria-label', 'Planens fil');
    document.querySelector('.cm-scroller')?.setAttribute('tabindex', '0');
    return matchMedia('(prefers-color-scheme: dark)').matches;
  },
  // The web page follows each key; the true pages are laid out a moment after the last one.
  visa(adress) {
    clearTimeout(plan.väntar);
    plan.slag = adress.split('/')[1];
    if (plan.slag === 'sida') { plan.hämtaNyast(adress); return; }
    plan.säg('Sidorna läggs om …');
    plan.väntar = setTimeout(() => plan.hämtaNyast(adress), 600);
  },
  byt(adress) {
    clearTimeout(plan.väntar);
    plan.slag = adress.split('/')[1];
    plan.säg(plan.slag === 'sidor' ? 'Sidorna läggs …' : '');
    const ruta = document.querySelector('iframe.sida');
    ruta.onload = () => { if (ruta.contentDocument) plan.visad(ruta.contentDocument); };
    ruta.src = adress;
  },
  // The newest page is fetched; those asked for while one is on its way are passed over.
  async hämtaNyast(adress) {
    plan.väntande = adress;
    if (plan.hämtas) return;
    plan.hämtas = true;
    while (plan.väntande) {
      const nästa = plan.väntande;
      plan.väntande = null;
      await plan.hämta(nästa).catch(() => {});
    }
    plan.hämtas = false;
  },
  async hämta(adress) {
    const ruta = document.querySelector('iframe.sida');
    if (!ruta || !ruta.contentDocument) return;
    const svar = await fetch(adress);
    const text = await svar.text();
    if (adress.split('/')[1] !== plan.slag) return;
    const ny = new DOMParser().parseFromString(text, 'text/html');
    if (svar.status !== 200) { plan.säg(ny.body.dataset.sagt || 'Sidan kan inte visas.'); return; }
    const sida = ruta.contentDocument;
    const rullad = ruta.contentWindow.scrollY;
    sida.replaceChild(sida.importNode(ny.documentElement, true), sida.documentElement);
    ruta.contentWindow.scrollTo(0, rullad);
    plan.visad(sida);
  },
  // What is shown now leads to its lines, and is marked where it says that it is old.
  visad(sida) {
    plan.säg(sida.body.dataset.sagt || '');
    if (sida.lyssnar) return;
    sida.lyssnar = true;
    sida.addEventListener('click', (klick) => {
      const plats = klick.target.closest('[data-rad]');
      if (plats) { klick.preventDefault(); emitEvent('rad', Number(plats.dataset.rad)); }
    });
  },
  säg(varför) {
    document.querySelector('.page .sagt').textContent = varför;
    document.querySelector('iframe.sida').classList.toggle('gammal', varför !== '');
  },
  peka() {
    const rad = document.querySelector('.cm-activeLineGutter');
    if (rad) plan.visaRad(Number(rad.textContent));
  },
  // Mark on the page what stands on a line, or nearest to it; of a text, its paragraph of a number.
  visaRad(rad, stycke = 0) {
    const ruta = document.querySelector('iframe.sida');
    const sida = ruta?.contentDocument;
    if (!sida) return;
    sida.querySelectorAll('[data-vald]').forEach((e) => { e.style.outline = ''; e.style.boxShadow = ''; delete e.dataset.vald; });
    if (!rad) { ruta.contentWindow.scrollTo(0, 0); return; }
    // What is below goes before what is above.
    const avstånd = (e) => Math.abs(e.dataset.rad - rad) - (e.dataset.rad > rad ? 0.5 : 0);
    const alla = [...sida.querySelectorAll('[data-rad]')];
    const minst = Math.min(...alla.map(avstånd));
    const platser = minst < 20 ? alla.filter((e) => avstånd(e) === minst && !e.closest('nav')) : [];
    const block = [...new Set(platser.map((e) => e.closest('p, li, blockquote') || e))];
    const vald = block.length > 1 ? block[Math.min(stycke, block.length - 1)] : platser[0];
    if (!vald) return;
    vald.dataset.vald = '';
    if (block.length > 1) vald.style.boxShadow = '-6px 0 0 -2px #c77700';
    else vald.style.outline = '2px solid #c77700';
    // scrollIntoView would move the window around the page too, away from what is being written.
    const { top, height } = vald.getBoundingClientRect();
    const inne = ruta.contentWindow;
    inne.scrollTo(0, inne.scrollY + top + height / 2 - inne.innerHeight / 2);
  },
};
document.addEventListener('keyup', (e) => { if (e.target.closest('.cm-editor')) plan.peka(); });
document.addEventListener('click', (e) => { if (e.target.closest('.cm-editor')) plan.peka(); });
