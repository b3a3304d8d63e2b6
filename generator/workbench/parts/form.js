// The form: what is done in it is sent, what the plan has become is put into it.
(() => {
  const vänta = 250;
  let väntar = null;
  const ruta = () => document.querySelector('.formulär');
  const plats = (del) => {
    const hållare = del.closest('[data-plats], [data-sagt]');
    return hållare && (hållare.dataset.plats || hållare.dataset.sagt);
  };
  const värde = (fält) => {
    const värdar = fält.querySelector('.värdar');
    if (!värdar) return fält.querySelector('input, textarea, select:not([data-uppgift])').value;
    return [...värdar.querySelectorAll('select')].map((e) => e.value).filter(Boolean).join(', ');
  };
  const skicka = (fält) => {
    clearTimeout(väntar?.om);
    väntar = null;
    const nytt = värde(fält);
    if (fält.skickat === nytt) return;
    fält.skickat = nytt;
    fält.sända = [...(fält.sända || []).slice(-9), nytt];
    emitEvent('fält', { plats: fält.dataset.plats, värde: nytt });
  };
  const nu = () => { if (väntar) skicka(väntar.fält); };
  const vänd = (fält) => {
    if (väntar && väntar.fält !== fält) nu();
    clearTimeout(väntar?.om);
    väntar = { fält, om: setTimeout(() => skicka(fält), vänta) };
  };

  // What another window wrote comes into the field where nothing has been typed since; what was sent from here comes
  // back as it was, or as an amount is written, and is let be.
  const skrivetAnnanstans = (fält, här, där) => {
    const eget = (fält.sända || []).includes(där.value);
    const orört = fält.skickat === undefined ? här.value === här.defaultValue : här.value === fält.skickat;
    if (eget || !orört || här.value === där.value || här.inputMode === 'numeric') return;
    const plats = här.selectionStart;
    här.value = där.value;
    här.defaultValue = där.value;
    fält.skickat = där.value;
    här.setSelectionRange(plats, plats);
  };

  // Only what differs is put in, and never where somebody is typing.
  const byt = (gammal, ny) => {
    if (gammal.sänt === ny.outerHTML) return;
    const sänt = ny.outerHTML;
    if (gammal.contains(document.activeElement) && document.activeElement.matches('input, textarea')) {
      skrivetAnnanstans(gammal, document.activeElement, ny.querySelector('input, textarea'));
      const nysagt = ny.querySelector('.sagt');
      const [dag, nydag] = [gammal, ny].map((e) => e.querySelector('span.dag'));
      if (nydag) dag.textContent = nydag.textContent;
      if (nysagt) gammal.querySelector('.sagt').replaceWith(ny.querySelector('.sagt'));
      gammal.sänt = sänt;
      return;
    }
    ny.sänt = sänt;
    gammal.replaceWith(ny);
  };
  const delar = (e) => [...e.querySelectorAll('.fält, .postens, .sagt, .under, .mer')].filter((d) => !d.parentElement.closest('.fält'));
  const lås = (mål) => {
    const låst = mål.querySelector('[data-låst]')?.hidden === false;
    const allt = 'input, textarea, select, .flytt button, .mer button, .verktyg button, [data-gör="dag"]';
    mål.querySelectorAll(allt).forEach((e) => { e.disabled = låst; });
  };
  const märke = (d) => `${d.className.split(' ')[0]} ${d.dataset.plats || d.dataset.sagt || ''}`;

  // A list of buttons is put in anew: what is folded stays folded, and whoever stands on a button stays on it, or on the next.
  const sättIn = (mål, html) => {
    if (mål.sänt === html) return;
    const knappar = () => [...mål.querySelectorAll('button, summary')];
    const nummer = knappar().indexOf(document.activeElement);
    const vad = nummer < 0 ? '' : JSON.stringify({ ...document.activeElement.dataset });
    const vikta = [...mål.querySelectorAll('details')].map((e) => [e.dataset.grupp, e.open]);
    mål.sänt = html;
    mål.innerHTML = html;
    vikta.forEach(([grupp, öppen]) => mål.querySelectorAll('details').forEach((e) => { if (e.dataset.grupp === grupp) e.open = öppen; }));
    if (nummer < 0) return;
    const nya = knappar();
    (nya.find((knapp) => vad !== '{}' && JSON.stringify({ ...knapp.dataset }) === vad) || nya[Math.min(nummer, nya.length - 1)])?.focus({ preventScroll: true });
  };

  Object.assign(window.plan, {
    formulär(html, vad) {
      const mål = ruta();
      const ny = document.createElement('div');
      ny.innerHTML = html;
      const [före, efter] = [delar(mål), delar(ny)];
      const lika = mål.vad === JSON.stringify(vad) && före.map(märke).join() === efter.map(märke).join();
      if (lika) {
        före.forEach((gammal, n) => byt(gammal, efter[n]));
        const [var_, är] = [mål, ny].map((e) => e.querySelector('[data-låst]'));
        if (var_ && är) var_.hidden = är.hidden;
        lås(mål);
        return;
      }
      const skriver = document.activeElement?.closest('.formulär') ? document.activeElement : null;
      efter.forEach((d) => { d.sänt = d.outerHTML; });
      mål.replaceChildren(...ny.childNodes);
      if (mål.vad !== JSON.stringify(vad)) mål.closest('.blad').scrollTop = 0;
      mål.vad = JSON.stringify(vad);
      lås(mål);
      const samma = skriver && skriver.id && document.getElementById(skriver.id);
      if (samma) { samma.focus(); if (samma.value !== undefined) samma.value = skriver.value; }
    },
    översikt(html) { sättIn(document.querySelector('.översikt'), html); },
    attGöra(html) { sättIn(document.querySelector('.saker'), html); },
    // What could not be written is not saved: the field says so, and may be tried again.
    vägrad(vad) {
      const fält = [...ruta().querySelectorAll('.fält')].find((f) => f.dataset.plats === JSON.stringify(vad));
      if (!fält) return;
      fält.skickat = undefined;
      fält.sänt = undefined;
      fält.querySelector('.sagt').innerHTML = '<p class="fel">Det som står här är inte sparat. Skriv det i filen.</p>';
    },
    tillFält(vad) {
      const id = `f${vad.join('-').replaceAll(' ', '_')}`;
      const fält = document.getElementById(id) || ruta()?.querySelector(`[id^="${CSS.escape(id)}"]`);
      fält?.scrollIntoView({ block: 'center' });
      fält?.focus();
    },
    tillNytt(vad) {
      const början = JSON.stringify(vad).slice(0, -1);
      const nya = [...(ruta()?.querySelectorAll('.fält') || [])].filter((e) => e.dataset.plats.startsWith(början));
      const antal = Math.max(...nya.map((e) => JSON.parse(e.dataset.plats)[vad.length]).filter(Number.isInteger), -1);
      const första = nya.find((e) => antal < 0 || JSON.parse(e.dataset.plats)[vad.length] === antal);
      första?.scrollIntoView({ block: 'center' });
      const först = första?.querySelector('input, textarea, select:not([data-uppgift])');
      först?.focus();
      // What stands there to be filled in gives way to what is typed.
      if (först?.value?.startsWith('FYLL I')) först.select?.();
    },
    almanacka(vad, html) {
      const ruta = document.querySelector('dialog.almanacka') || document.body.appendChild(document.createElement('dialog'));
      ruta.className = 'almanacka';
      ruta.setAttribute('aria-label', 'Välj dag');
      ruta.dataset.plats = JSON.stringify(vad);
      ruta.innerHTML = html;
      if (!ruta.open) ruta.showModal();
      (ruta.querySelector('[aria-current]') || ruta.querySelector('.brukar') || ruta.querySelector('[data-dag]')).focus();
    },
  });

  document.addEventListener('input', (e) => {
    const fält = e.target.closest?.('.formulär .fält');
    if (fält && !e.target.matches('select') && !fält.matches('.fält-dag, .fält-kort')) vänd(fält);
  });
  document.addEventListener('change', (e) => {
    if (!e.target.closest?.('.formulär')) return;
    const fält = e.target.closest('.fält');
    if (e.target.matches('[data-nyckel]')) {
      nu();
      emitEvent('gör', { plats: plats(e.target), gör: `nyckel:${e.target.value}` });
    } else if (e.target.matches('[data-uppgift]')) {
      sätt(fält.querySelector('textarea'), e.target.value, '');
      e.target.value = '';
    } else if (fält) skicka(fält);
  });
  document.addEventListener('focusin', (e) => {
    const fält = e.target.closest?.('.formulär .fält');
    if (fält && fält !== document.sistaFält) emitEvent('fokus', fält.dataset.plats);
    document.sistaFält = fält;
  });

  const sätt = (text, före, efter) => {
    text.focus();
    const [från, till] = [text.selectionStart, text.selectionEnd];
    const vald = text.value.slice(från, till);
    text.setRangeText(före + vald + efter, från, till, 'end');
    if (!vald && efter) text.selectionStart = text.selectionEnd = från + före.length;
    // An address is typed where it belongs, before the last sign.
    else if (efter.endsWith('://)')) text.selectionStart = text.selectionEnd = text.selectionEnd - 1;
    vänd(text.closest('.fält'));
  };
  const rader = (text, tecken) => {
    text.focus();
    const från = text.value.lastIndexOf('\n', text.selectionStart - 1) + 1;
    const valda = text.value.slice(från, text.selectionEnd).split('\n');
    text.setRangeText(valda.map((rad) => (rad ? tecken + rad : rad)).join('\n') || tecken, från, text.selectionEnd, 'end');
    vänd(text.closest('.fält'));
  };

  // In a list, Enter begins the next point; in an empty point it ends the list.
  document.addEventListener('keydown', (e) => {
    if (e.key !== 'Enter' || e.shiftKey || !e.target.matches?.('.formulär textarea')) return;
    const text = e.target;
    const början = text.value.lastIndexOf('\n', text.selectionStart - 1) + 1;
    const punkt = text.value.slice(början, text.selectionStart).match(/^(\s*)([-*]|(\d+)\.)(\s+)(.*)$/);
    if (!punkt || text.selectionStart !== text.selectionEnd) return;
    e.preventDefault();
    const [, indrag, tecken, nummer, mellan, ord] = punkt;
    const nästa = nummer ? `${Number(nummer) + 1}.` : tecken;
    if (ord) text.setRangeText(`\n${indrag}${nästa}${mellan}`, text.selectionStart, text.selectionEnd, 'end');
    else text.setRangeText('\n', början, text.selectionStart, 'end');
    vänd(text.closest('.fält'));
  });
  // The page follows the paragraph that the cursor is in.
  const stycke = (text) => {
    const rader = text.value.slice(0, text.selectionStart).split('\n');
    const börjar = (rad, n) => rad.trim() && (!n || !rader[n - 1].trim() || /^\s*([-*]|\d+\.)\s/.test(rad));
    return Math.max(rader.filter(börjar).length - 1, 0);
  };
  ['keyup', 'click'].forEach((när) => document.addEventListener(när, (e) => {
    const fält = e.target.closest?.('.formulär .fält[data-rad]');
    if (fält && e.target.matches('textarea')) plan.visaRad(Number(fält.dataset.rad), stycke(e.target));
  }));

  document.addEventListener('click', (e) => {
    const knapp = e.target.closest?.('button');
    if (!knapp) return;
    const dialog = knapp.closest('dialog.almanacka');
    if (dialog) {
      if (knapp.dataset.månad) emitEvent('månad', { plats: dialog.dataset.plats, månad: knapp.dataset.månad });
      if (knapp.dataset.dag) {
        dialog.close();
        const fält = [...ruta().querySelectorAll('.fält')].find((f) => f.dataset.plats === dialog.dataset.plats);
        if (fält) { fält.querySelector('input').value = knapp.dataset.dag; skicka(fält); fält.querySelector('input').focus(); }
      }
      return;
    }
    if (knapp.dataset.visa) { nu(); emitEvent('visa', knapp.dataset.visa); return; }
    if (knapp.dataset.åt) { nu(); emitEvent('åt', knapp.dataset.åt); return; }
    if (!knapp.closest('.formulär, .översikt')) return;
    const text = knapp.closest('.fält')?.querySelector('textarea');
    if (knapp.dataset.skriv) sätt(text, ...knapp.dataset.skriv.split('|'));
    else if (knapp.dataset.rad) rader(text, knapp.dataset.rad);
    else if (knapp.hasAttribute('data-tabell')) sätt(text, '\n\n| Rubrik | Rubrik |\n| --- | --- |\n| ', ' |  |\n');
    else if (knapp.dataset.öppna) {
      nu();
      emitEvent('öppna', knapp.dataset.öppna);
      // On a narrow screen the form stands below.
      document.querySelector('.mitten').scrollIntoView({ block: 'nearest' });
    }
    else if (knapp.dataset.gör === 'bort' && knapp.closest('.under') && !confirm(`${knapp.getAttribute('aria-label')}? Ångra tar tillbaka det.`)) return;
    else if (knapp.dataset.gör) { nu(); emitEvent('gör', { plats: plats(knapp), gör: knapp.dataset.gör }); }
  });
})();
