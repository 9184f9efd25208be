import Results

/// The style sheet of the HTML report.
enum HTMLStyle {
  /// The sheet, with the rules by which the filters of so many areas work.
  static func sheet(areaCount: Int) -> String {
    var rules = base
    for verdict in Verdict.allCases {
      let name = verdict.rawValue
      rules += "body:has(#show-\(name):not(:checked)) main :is(.check,.group).v-\(name){display:none}\n"
    }
    for index in 0..<areaCount {
      rules += "body:has(#show-area-\(index):not(:checked)) main .area-\(index){display:none}\n"
    }
    return "\n" + rules
  }

  private static let base = """
    :root{color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--ink:#1b1f24;--quiet:#57606a;--line:#d5dae0;--link:#0a58b5;--code:#eef1f4;
    --passed:#17743a;--failed:#c4212c;--warning:#8f5a00;--noted:#0a66a8;--skipped:#5f6772;--unproven:#7b3fb5;--errored:#a3134f}
    @media (prefers-color-scheme:dark){:root{--ground:#0e1116;--card:#171b22;--ink:#e4e8ed;--quiet:#9aa4af;--line:#303742;--link:#6cb2ff;
    --code:#222833;--passed:#4cc26a;--failed:#ff7b7f;--warning:#e3aa3c;--noted:#66b6f5;--skipped:#98a2ad;--unproven:#c79bf2;
    --errored:#ff86b4}}
    .v-passed{--v:var(--passed)}.v-failed{--v:var(--failed)}.v-warning{--v:var(--warning)}.v-noted{--v:var(--noted)}
    .v-skipped{--v:var(--skipped)}.v-unproven{--v:var(--unproven)}.v-errored{--v:var(--errored)}
    *{box-sizing:border-box}
    body{margin:0;background:var(--ground);color:var(--ink);
    font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
    header,main,footer{max-width:72rem;margin:0 auto;padding:1.25rem}
    a{color:var(--link)}
    :focus-visible{outline:3px solid var(--link);outline-offset:2px}
    .skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem 1rem;z-index:9}
    .kicker{margin:0;color:var(--quiet);font-size:.9rem}
    h1{margin:.1rem 0 .3rem;font-size:2rem;line-height:1.2;overflow-wrap:anywhere}
    h2{margin:2rem 0 .6rem;font-size:1.35rem;overflow-wrap:anywhere}h2 .quiet{font-weight:400;margin-left:.7rem}
    h3{margin:0 0 .3rem;font-size:1rem}h4{margin:.6rem 0 .2rem;font-size:.9rem}
    .headline{margin:0 0 1rem;font-size:1.2rem}
    .quiet{color:var(--quiet);font-size:.9rem}
    code,pre{font:.86em/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
    code{background:var(--code);border-radius:4px;padding:.1em .3em;overflow-wrap:anywhere}
    pre{background:var(--code);border-radius:6px;padding:.7rem .9rem;margin:.4rem 0;overflow-x:auto;white-space:pre-wrap;
    overflow-wrap:anywhere}
    .bar{display:flex;gap:2px;height:14px;border-radius:7px;overflow:hidden}.bar span{background:var(--v);min-width:4px}
    .bar .v-skipped{opacity:.4}
    .columns{display:grid;grid-template-columns:minmax(0,auto) minmax(20rem,1fr);gap:1rem 2.5rem;align-items:start}
    @media (max-width:60rem){.columns{grid-template-columns:minmax(0,1fr)}}
    .scroll{overflow-x:auto}
    table{border-collapse:collapse}caption{text-align:left;color:var(--quiet);font-size:.9rem;padding-bottom:.3rem}
    th,td{padding:.3rem .7rem;text-align:left;border-bottom:1px solid var(--line);vertical-align:top}
    .numbers th,.numbers td{white-space:nowrap}.numbers thead th{font-size:.85rem;color:var(--quiet);font-weight:600}
    .numbers td,.numbers thead th{text-align:right;font-variant-numeric:tabular-nums}
    .numbers td{font-weight:700;color:var(--v)}.numbers td.zero{color:var(--quiet);font-weight:400}
    .numbers tfoot th,.numbers tfoot td{border-bottom:0;border-top:2px solid var(--line)}
    dl{margin:0}.about,.facts{display:grid;grid-template-columns:9.5rem minmax(0,1fr);gap:.3rem 1rem}
    dt{color:var(--quiet);font-size:.9rem}dd{margin:0;overflow-wrap:anywhere}.about ul{margin:0;padding-left:1.1rem}.about pre{margin:0}
    @media (max-width:40rem){.about,.facts{grid-template-columns:minmax(0,1fr)}dd{margin-bottom:.3rem}}
    .filters{position:sticky;top:0;z-index:5;background:var(--card);border-block:1px solid var(--line);
    padding:.4rem max(1.25rem,calc(50vw - 34.75rem));
    display:flex;flex-wrap:wrap;gap:.2rem 2rem}
    fieldset{border:0;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.2rem .9rem;align-items:center}
    legend{float:left;margin-right:.8rem;color:var(--quiet);font-size:.9rem}
    label{display:inline-flex;gap:.35rem;align-items:center;cursor:pointer;white-space:nowrap;min-height:1.8rem}
    .badge{display:inline-block;white-space:nowrap;font-size:.8rem;font-weight:650;color:var(--v,var(--quiet));
    border:1px solid currentColor;
    border-radius:99px;padding:0 .6em;line-height:1.6}
    section{scroll-margin-top:6rem}.body{scroll-margin-top:9rem}main>section:first-child h2{margin-top:.6rem}
    .plain{list-style:none;padding:0;margin:0}.plain li{margin:.35rem 0}
    .check{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--v);border-radius:6px;margin:.4rem 0}
    .check>summary{cursor:pointer;padding:.5rem .8rem;display:flex;flex-wrap:wrap;gap:.2rem .7rem;align-items:baseline}
    .check>summary::before{content:"▸";color:var(--quiet);width:.8rem}.check[open]>summary::before{content:"▾"}
    summary::-webkit-details-marker{display:none}
    .title{font-weight:600;flex:1 1 20rem;overflow-wrap:anywhere}
    .check>summary code{background:none;color:var(--quiet);padding:0}
    .body{padding:.1rem 1rem 1rem 2.2rem}.body>*{margin:.7rem 0}
    .reason{font-size:1.05rem}
    .alert{border-left:4px solid var(--warning);padding:.3rem .8rem;background:var(--code);border-radius:0 6px 6px 0}
    .remedy{border:1px solid var(--line);border-radius:6px;padding:.6rem .9rem}.remedy ul{margin:0;padding-left:1.2rem}
    .comparison th{font-weight:400}.comparison thead th{color:var(--quiet);font-size:.85rem}
    .check.v-failed .seen code,.check.v-errored .seen code,
    .check.v-warning .seen code,.check.v-unproven .seen code{color:var(--v);font-weight:600}
    .exchange>summary{cursor:pointer;overflow-wrap:anywhere}.probes td{min-width:16rem}
    .probes,.comparison{background:var(--card)}.card{background:var(--card);border:1px solid var(--line);border-radius:6px;
    padding:.2rem 1rem .8rem}
    .legend{display:grid;grid-template-columns:auto minmax(0,1fr);gap:.3rem .8rem;border-top:1px solid var(--line);padding-top:1rem}
    .comparison{min-width:26rem}.reasons .count{text-align:right;font-variant-numeric:tabular-nums;font-weight:700;color:var(--v)}
    @media (max-width:40rem){.filters{position:static}}
    @media print{.filters,.skip{display:none}.check{break-inside:avoid}body{background:#fff}}

    """
}
