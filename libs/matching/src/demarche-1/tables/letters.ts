/**
 * Letters of other scripts in Latin ones, as this scorer's version has them. A table is never edited once the version is
 * released: a new transliteration is a new version.
 */
const pairs = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .trim()
      .split(/\s+/)
      .map((pair) => {
        const [from, to] = pair.split('=');
        return [from!, to ?? ''];
      }),
  );

/** Latin letters that NFKD leaves whole. */
export const LATIN = pairs(
  'ß=ss æ=ae œ=oe ø=o đ=d ð=d ħ=h ı=i ł=l ŋ=ng þ=th ŧ=t ə=a ɛ=e ɔ=o ɓ=b ɗ=d ƙ=k ƴ=y ĸ=k ſ=s ẞ=ss',
);

export const CYRILLIC = pairs(`
  а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch
  ъ= ы=y ь= э=e ю=yu я=ya і=i ї=yi є=ye ґ=g ў=u ѓ=g ќ=k ѕ=dz ә=a ғ=g қ=k ң=n ө=o ұ=u ү=u һ=h җ=j ҳ=h ҷ=j ӣ=i ӯ=u ѣ=e ѳ=f ѵ=i ҥ=ng ӊ=n
  ӏ=`);

/** What letters mean where a word has letters that only Ukrainian has. */
export const UKRAINIAN = pairs('г=h и=y');
export const UKRAINIAN_ONLY = /[іїєґ]/u;

/** Serbian and Macedonian have a Latin twin of their own for every letter. */
export const SERBIAN = pairs('ж=z х=h ц=c ч=c ш=s ђ=dj ј=j љ=lj њ=nj ћ=c џ=dz');
export const SERBIAN_ONLY = /[ђјљњћџ]/u;

export const GREEK_PAIRS = pairs('ου=ou μπ=b ντ=d γγ=ng γκ=g γχ=nch αυ=av ευ=ev ηυ=iv τζ=tz τσ=ts');
export const GREEK = pairs(
  'α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch ψ=ps ω=o',
);

/** Consonants alone: Arabic writes no short vowels, and long ones stand for consonants too. */
export const ARABIC = pairs(`
  ا= أ= إ= آ= ٱ= ء= ؤ=w ئ=y ى= ب=b ت=t ث=th ج=j ح=h خ=kh د=d ذ=dh ر=r ز=z س=s ش=sh ص=s ض=d ط=t ظ=z ع= غ=gh ف=f ق=q ك=k
  ل=l م=m ن=n ه=h ة= و=w ي=y پ=p چ=ch ژ=zh ک=k گ=g ی=y ڤ=v ہ=h ھ=h ے=y ٹ=t ڈ=d ڑ=r ں=n ۀ=h ې=y ۍ=y ټ=t ډ=d ړ=r ږ=z ښ=sh ڼ=n څ=ts ځ=dz ګ=g`);

export const HEBREW = pairs(
  'א= ב=b ג=g ד=d ה=h ו=w ז=z ח=h ט=t י=y כ=k ך=k ל=l מ=m ם=m נ=n ן=n ס=s ע= פ=p ף=p צ=ts ץ=ts ק=k ר=r ש=sh ת=t',
);

/** Letters that look like Latin ones, by which one script hides in another. */
export const LOOK_ALIKES = pairs(
  'а=a в=b е=e ѕ=s і=i ј=j к=k м=m н=h о=o р=p с=c т=t у=y х=x һ=h ӏ=l ԁ=d ԛ=q ԝ=w α=a β=b ε=e η=n ι=i κ=k ν=v ο=o ρ=p τ=t υ=u χ=x γ=y ω=w',
);

/** The other way round: Latin letters inside a Cyrillic word. */
export const LATIN_IN_CYRILLIC = pairs('a=а b=в c=с e=е h=н i=і k=к m=м o=о p=р t=т x=х y=у s=ѕ j=ј');
export const LATIN_IN_GREEK = pairs('a=α b=β e=ε i=ι k=κ n=η o=ο p=ρ t=τ v=ν x=χ y=γ u=υ w=ω h=η m=μ');
