import { describe, expect, it } from '@jest/globals';
import { demarche1 as scorer } from './scorer.ts';

type Case = readonly [schema: string, one: string, other: string];

const score = ([schema, one, other]: Case) => scorer.score(scorer.prepare(one, schema), scorer.prepare(other, schema));

const alike = (name: string, cases: readonly Case[]) =>
  describe(name, () => {
    it.each(cases)('%s: %s ~ %s', (...pair) => expect(score(pair)).toBeGreaterThanOrEqual(scorer.threshold));
  });

const apart = (name: string, cases: readonly Case[]) =>
  describe(name, () => {
    it.each(cases)('%s: %s ≁ %s', (...pair) => expect(score(pair)).toBeLessThan(scorer.threshold));
  });

alike('a slip in a short name is still a slip', [
  ['Person', 'Jon Smith', 'John Smith'],
  ['Person', 'Ann Lee', 'Anne Lee'],
  ['Person', 'Mark Stone', 'Marc Stone'],
  ['Person', 'Afiz', 'Faiz'],
  ['Person', 'Serei Lavrov', 'Sergei Lavrov'],
]);

apart('another syllable is another name', [
  ['Person', 'Li Wu', 'Lu Wu'],
  ['Person', 'Kim Jong Un', 'Kim Jong Il'],
  ['Person', 'Ma Li', 'Mo Li'],
]);

alike('a part that is left out', [
  ['Person', 'Valery Nikolaevich Ermakov', 'Valery Ermakov'],
  ['Person', 'Иванов Иван Иванович', 'Ivan Ivanov'],
  ['Person', 'Putin V.V.', 'Vladimir Vladimirovich Putin'],
  ['Person', 'Jamal Sultan al-Tikriti', 'Jamal Mustafa Abdallah Sultan al-Tikriti'],
]);

apart('a part that is contradicted', [
  ['Person', 'Valery Nikolaevich Ermakov', 'Valery Konstantinovich Ermakov'],
  ['Person', 'Volodymyr Zelenskyy', 'Oleksandr Zelenskyy'],
  ['Person', 'Igor Deripaska', 'Oleg Deripaska'],
  ['Person', 'George Bush', 'George Habbash'],
  ['Person', 'George Bush', 'George Haswani'],
  ['Person', 'George Bush', 'George Chiweshe'],
  ['Person', 'Barack Obama', 'Michelle Obama'],
]);

apart('a single name against several', [
  ['LegalEntity', 'emma daniels', 'EMMA LLC'],
  ['Person', 'emma daniels', 'EMMA LLC'],
  ['Person', 'John', 'John Smith'],
]);

alike('titles, particles and their misspellings say little', [
  ['Person', 'Bashar xal-Assad', 'Bashar al-Assad'],
  ['Person', 'Mr. Rami Makhlouf', 'Rami Makhlouf'],
  ['Person', 'General Ahmed Gaid Salah', 'Ahmed Gaid Salah'],
  ['Person', 'Ludwig von Beethoven', 'Ludwig van Beethoven'],
  ['Person', 'Nicolás Maduro LLC', 'Nicolás Maduro'],
]);

alike('names in other scripts', [
  ['Person', 'Vladimir Putin', 'Владимир Путин'],
  ['Person', 'Volodymyr Zelenskyy', 'Володимир Зеленський'],
  ['Person', 'Aleksandar Vučić', 'Александар Вучић'],
  ['Person', 'Alexis Tsipras', 'Αλέξης Τσίπρας'],
  ['Person', 'Mikheil Saakashvili', 'მიხეილ სააკაშვილი'],
  ['Person', 'Nikol Pashinyan', 'Նիկոլ Փաշինյան'],
  ['Person', 'Mohamad Husayn', 'محمد حسين'],
  ['Person', 'Muammar Gaddafi', 'معمر القذافي'],
  ['Person', 'Abdul Latif Mansur', 'عبد اللطيف منصور'],
  ['Person', 'Benjamin Netanyahu', 'בנימין נתניהו'],
  ['Person', 'Xi Jinping', '习近平'],
  ['Person', 'Kim Jong Un', '김정은'],
  ['Person', 'Barack Obama', 'バラク・オバマ'],
  ['Person', 'Narendra Modi', 'नरेन्द्र मोदी'],
  ['Company', 'Rosneft OAO', 'ОАО Роснефть'],
]);

alike('spellings of one Arabic name', [
  ['Person', 'Abd al-Rahman al-Rashid', 'Abdurrahman Al Rashid'],
  ['Person', 'Abdel Rahman Rashid', 'Abdulrahman Rashid'],
  ['Person', 'Nur al-Din Zangi', 'Nooruddin Zangi'],
  ['Person', 'Usama bin Ladin', 'Osama Bin Laden'],
  ['Person', 'Muammar Gaddafi', 'Moammar Qadhafi'],
  ['Person', 'Mahmoud Abbas', 'Mahmud Abbas'],
]);

alike('words written together, apart, in another order', [
  ['Person', 'SergeiLavrov', 'Sergei Lavrov'],
  ['Person', 'Nikolai Plat Ono Vich Patrushev', 'Nikolai Platonovich Patrushev'],
  ['Person', 'LAVROV, Sergei', 'Sergei Lavrov'],
  ['Person', 'Kim Jong-un', 'Kim Jong Un'],
  ['Company', 'SiemensAG', 'Siemens AG'],
  ['Company', 'HAIGE GUANGZHOU', 'GUANGZHOU HAIGE COMMUNICATIONS GROUP'],
]);

alike('hidden letters', [
  ['Person', 'Vlаdimir Рutin', 'Vladimir Putin'],
  ['Person', '\u202bVladimir\u202c Pu\u200btin 😀', 'Vladimir Putin'],
  ['Person', 'V1adimir Put1n', 'Vladimir Putin'],
  ['Person', 'Ｖｌａｄｉｍｉｒ Ｐｕｔｉｎ', 'Vladimir Putin'],
]);

alike('legal forms and abbreviations', [
  ['Company', 'A-B-C Company', 'ABC Company'],
  ['Company', 'LXC Aviation', 'L.X.C Aviation'],
  ['Company', 'LUKOIL OIL COMP', 'Lukoil Oil Company'],
  ['Company', 'TECH & SRVCES LTD', 'Technology and Services Limited'],
  ['Company', 'GUANGZHOU HAIGE COMM GRP', 'Guangzhou Haige Communications Group Incorporated Company'],
  ['Company', 'Siemens Aktiengeselschaft', 'Siemens A.G.'],
  ['Company', 'Volkswagen Gesellschaft mit beschränkter Haftung', 'Volkswagen GmbH'],
  ['Company', 'FABERLIC EUROPE', 'FABERLIC EUROPE Sp. z o.o.'],
  ['Company', 'ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ "РОМАШКА"', 'Romashka LLC'],
  ['Company', 'First International Bank', '1st International Bank'],
  ['Company', 'Standard & Poor’s', 'Standard and Poors'],
  ['Organization', 'IRGC', 'Islamic Revolutionary Guard Corps'],
  ['Organization', 'U.S. Department of State', 'United States Department of State'],
  ['Vessel', 'MV OCEAN STAR', 'Ocean Star'],
]);

apart('what organizations share makes none of them another', [
  ['Company', 'A-B-C Company', 'XYZ Company'],
  ['Company', 'A-B-C Company', 'Acme Company'],
  ['Company', 'BELLETECH CORP', '11420 CORP.'],
  ['Company', 'International Trading Company', 'Global Trading Company'],
  ['Company', 'Bank Saderat', 'Bank Sepah'],
  ['Company', 'LLC', 'LLC'],
  ['Company', 'Limited Liability Company', 'LLC'],
  ['Organization', 'Government of Estonia', 'Government of Ethiopia'],
  ['Vessel', 'OCEAN STAR 5', 'OCEAN STAR 6'],
]);
