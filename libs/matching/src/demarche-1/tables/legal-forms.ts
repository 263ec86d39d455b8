/**
 * Legal forms by their class, as they stand after transliteration: words of a phrase are joined by `_`. The class says what
 * kind of body it is and not which country's law made it.
 */
const FORMS: Readonly<Record<string, string>> = {
  llc: `llc lc gmbh mbh ggmbh ooo too doo sarl eurl srl sprl bvba bv bvio spzoo sp_z_o_o sp_zoo z_o_o sro s_r_o s_r_l kft oy ohg eood ood sia uab ou tov mchj
    limited_liability_company limited_liability_partnership gesellschaft_mit_beschrankter_haftung societe_a_responsabilite_limitee
    sociedad_de_responsabilidad_limitada societa_a_responsabilita_limitata obshchestvo_s_ogranichennoy_otvetstvennostyu
    spolka_z_ograniczona_odpowiedzialnoscia s_ogranichennoy_otvetstvennostyu tovarystvo_z_obmezhenoyu_vidpovidalnistyu
    limited_liability besloten_vennootschap besloten_vennootschap_met_beperkte_aansprakelijkheid ltda limitada sdn_bhd`,
  ltd: `ltd limited pte pty pvt private_limited pte_ltd pty_ltd pvt_ltd co_ltd company_limited limited_company ltee`,
  jsc: `jsc ojsc cjsc pjsc ao oao zao pao aao nao ag sa as a_s asa ab abp plc spa s_p_a sab nv kk kabushiki_kaisha kaisha aktiengesellschaft aktiebolag aktieselskab
    aksjeselskap osakeyhtio joint_stock_company open_joint_stock_company closed_joint_stock_company public_joint_stock_company joint_stock
    aktsionernoe_obshchestvo otkrytoe_aktsionernoe_obshchestvo zakrytoe_aktsionernoe_obshchestvo publichnoe_aktsionernoe_obshchestvo
    aktsionerne_tovarystvo publichne_aktsionerne_tovarystvo at pat prat ad dd anonim_sirketi anonim_sirket societe_anonyme sociedad_anonima
    societa_per_azioni spolka_akcyjna public_limited_company sa_de_cv s_a_de_c_v sae saog saoc saa se tbk pt berhad bhd`,
  corp: `corp corporation inc incorporated incorp corporacion`,
  company: `co company comp compania compagnie companhia cie kompaniya kompanija firma firm gongsi sherkat sharikat`,
  lp: `lp llp lllp pllc limited_partnership kg kgaa gmbh_co_kg scs sca ky partnership`,
  state: `fgup gup mup fgbu fgu federal_state_unitary_enterprise state_unitary_enterprise unitary_enterprise federalnoe_gosudarstvennoe_unitarnoe_predpriyatie`,
  sole: `ip ek fop chp chup`,
  free_zone: `fze fzco fz_llc fzc fz dmcc fzllc`,
};

export interface LegalForm {
  words: readonly string[];
  class: string;
}

/** All forms, the longest phrases first. */
const legalForms: readonly LegalForm[] = Object.entries(FORMS)
  .flatMap(([name, forms]) =>
    forms
      .trim()
      .split(/\s+/)
      .map((form) => ({ words: form.split('_'), class: name })),
  )
  .sort((a, b) => b.words.length - a.words.length);

const byFirstWord: ReadonlyMap<string, readonly LegalForm[]> = Map.groupBy(legalForms, ({ words }) => words[0]!);

/** The longest legal form that begins at `at`. */
export const legalFormAt = (words: readonly string[], at: number): LegalForm | undefined =>
  byFirstWord.get(words[at]!)?.find((form) => form.words.every((word, n) => words[at + n] === word));

/** Single long words, whose misspellings are still the form: `Aktiengeselschaft`. */
export const LONG_FORMS: readonly LegalForm[] = legalForms.filter(
  ({ words: [word], words }) => words.length === 1 && word!.length >= 7,
);
