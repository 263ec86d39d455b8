const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Parts of names that join others and say little: they come, go and change their spelling. */
export const PARTICLES = words(`
  al el ul al as ad an ar at az ed es bin ben ibn bint binti bani banu abu abou ould oulad wuld ait ag
  van von der den des de du da do dos das di del della dello degli la le les lo los las zu zum zur af av ten ter te vom y e i und et
  mac mc ap ab ur ud us uz din`);

/** The same for organizations: articles, prepositions, conjunctions. */
export const ORG_PARTICLES = words(`
  the of and for in on at by to a an und der die das fur et la le les de des du dell del della di e y el los las da do dos van
  het voor na no o po i v s`);

/** Titles, ranks and forms of address; several are names too, so that they keep a little weight. */
export const HONORIFICS = words(`
  mr mrs ms miss mister sir dame lord lady dr doctor prof professor eng engineer hon honourable honorable rev reverend father
  president prezident presidente praesident prasident premier minister senator governor ambassador king queen prince princess
  general gen colonel col major maj captain capt lieutenant lt sgt sergeant commander cmdr admiral marshal brigadier brig
  monsieur madame mademoiselle mme mlle herr frau senor senora signor signora don dona pan pani gospodin
  sheikh shaikh shaykh sheik cheikh shaik hajji haji hajj hadji haj hadj alhaji mullah mulla mulah maulana mawlana maulavi maulawi mawlawi moulavi
  mawlavi molla mowlawi ustad ustadh hafiz hafez qari ayatollah hojjatoleslam imam mufti emir amir sayyid sayed syed sayyed sayid said seyyed
  agha aqa jr sr junior senior esq phd md bey pasha effendi khatib`);

/** Numbers in words, and the ordinals: `first` and `1st` are 1. */
export const NUMBER_WORDS: ReadonlyMap<string, string> = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve'
    .split(' ')
    .map((word, number): [string, string] => [word, String(number)])
    .concat(
      'nought first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'
        .split(' ')
        .map((word, number): [string, string] => [word, String(number)]),
    ),
);

export const ROMAN = words('ii iii iv vi vii viii ix xi xii xiii xiv xv xvi xvii xviii xix xx');

/** Words that organizations share, which lists and customers shorten in every way: `SRVCES`, `GRP`, `INTL`. */
export const GENERIC = words(`
  academy administration advanced agency agricultural agriculture airlines airways aluminum american army asset associates association authority automotive
  aviation bank banking brothers building bureau business capital cargo center central centre chemical chemicals commerce commercial
  committee communication communications company complex computer construction consulting contracting cooperation corporation council cultural defence
  defense department design development directorate distribution division economic education electric electrical electronic electronics
  energy engineering enterprise enterprises equipment establishment exchange export factory federal federation finance financial
  food foods force foundation fund gas general global government group heavy holding holdings hospital house hotel import independent industrial
  industries industry information institute institution insurance international investment investments laboratories laboratory leasing limited
  line lines logistics machine machinery management manufacturing marine maritime marketing materials mechanical medical metal metals military mining
  ministry mortgage motor motors national oil organization overseas partners partnership party petrochemical petroleum pharmaceutical pharmaceuticals plant
  plastic power precision printing private production products project projects properties property public real research resources
  science scientific securities security service services shipping ships society software solutions state steel store stores supply systems
  technical technological technologies technology telecom telecommunication telecommunications textile tourism trade trading training transport transportation travel
  trust union united university venture ventures works workshop world`);

/** Short forms that no rule makes of the long ones. */
export const SHORT_FORMS: ReadonlyMap<string, string> = new Map([
  ...(
    'intl=international svc=service svcs=services mfg=manufacturing mgmt=management bros=brothers assn=association govt=government univ=university ' +
    'natl=national bldg=building bk=bank ctr=center centre=center org=organization organisation=organization defence=defense tech=technology techs=technologies grp=group gp=group ' +
    'cntr=center intnl=international inter=international sys=systems ent=enterprises lab=laboratory labs=laboratories inst=institute'
  )
    .split(' ')
    .map((pair) => pair.split('=') as [string, string]),
]);

/** Names of countries in one word: two that differ are two countries, however alike they look. */
export const COUNTRIES = words(`
  afghanistan albania algeria andorra angola argentina armenia australia austria azerbaijan bahamas bahrain bangladesh barbados belarus belgium
  belize benin bhutan bolivia botswana brazil britain brunei bulgaria burma burundi cambodia cameroon canada chad chile china colombia comoros congo croatia cuba
  cyprus denmark djibouti dominica ecuador egypt england eritrea estonia ethiopia fiji finland france gabon gambia georgia germany ghana greece
  grenada guatemala guinea guyana haiti honduras hungary iceland india indonesia iran iraq ireland israel italy jamaica japan jordan kazakhstan kenya kiribati
  korea kosovo kuwait kyrgyzstan laos latvia lebanon lesotho liberia libya liechtenstein lithuania luxembourg macedonia madagascar malawi malaysia maldives mali malta
  mauritania mauritius mexico micronesia moldova monaco mongolia montenegro morocco mozambique myanmar namibia nauru nepal netherlands nicaragua niger nigeria norway
  oman pakistan palau palestine panama paraguay peru philippines poland portugal qatar romania russia rwanda samoa scotland senegal serbia seychelles singapore
  slovakia slovenia somalia spain sudan suriname swaziland sweden switzerland syria taiwan tajikistan tanzania thailand togo tonga tunisia turkey turkmenistan tuvalu
  uganda ukraine uruguay uzbekistan vanuatu venezuela vietnam wales yemen zambia zimbabwe`);

/** One word that stands for several. */
export const EXPANSIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['us', ['united', 'states']],
  ['usa', ['united', 'states']],
  ['uk', ['united', 'kingdom']],
  ['uae', ['united', 'arab', 'emirates']],
  ['dprk', ['north', 'korea']],
  ['prc', ['china']],
]);
