/** Given names that people and lists use for one another. The spellings that sound alike are found without a table. */
const GROUPS = `
  alexander alex aleksandr oleksandr alexandre alessandro alejandro iskander sasha aleksander alexandros aleksandar alexandru
  alexandra aleksandra oleksandra alessandra sandra
  alexei aleksey oleksiy alexey aleksei alexis
  andrew andrei andrey andriy andreas andre andrea andres andrzej andy drew ondrej
  anthony antonio anton antoine tony antonin antoni
  arkady arkadiy arkadii
  benjamin ben benny binyamin
  catherine katherine kathryn ekaterina yekaterina kateryna katarina catalina kate kathy katya
  charles charlie carl karl carlos karel carlo
  christopher chris christoph cristobal kristof khristofor
  daniel dan danny danylo danil daniil
  david dave davide dawid daud dawood davud
  dmitry dmitri dmitriy dmytro dimitri dima dimitrios
  edward ed eddie eduard eduardo edvard ted
  elizabeth elisabeth eliza liz beth yelizaveta elizaveta isabel isabella
  eugene yevgeny evgeny yevgeniy evgeniy yevhen eugenio evgenii
  francis frank francisco francesco francois franz frantisek
  frederick fred frederic friedrich federico frederik fredrik
  george georgy georgiy georges jorge giorgio georg jerzy heorhiy georgios georgi
  gregory greg grigory hryhoriy grigoriy gregorio
  helen helena elena yelena olena helene
  henry henri heinrich enrique enrico harry hank henrik
  ilya ilia illya elijah elias
  irina iryna irene
  jacob yakov jakob jacques jakub
  james jim jimmy jaime
  john jon jonathan johnny jack ivan ioann johann johannes hans jean juan giovanni joao jan yahya sean ian iohannis
  joseph joe josef jose giuseppe yusuf yousef youssef iosif yosef josip
  julia yulia yuliya iuliia giulia
  lawrence larry laurence laurent lorenzo lavrenty
  leo leon lev leonid leonardo
  louis luis luigi ludwig lewis luiz ludvig
  lucas luke luca lukas lukasz
  margaret maggie meg peggy margarita marguerite
  mark marc marco marcos marcus markus marek
  mary maria marie mariya maryam miriam mariam
  matthew matt matteo mateo matthias matvey mathieu matthieu
  michael mike mick mikhail michel miguel michele mykhailo mikael michal mihail
  nathan nathaniel nat
  nicholas nick nicolas nikolai nikolay mykola nicola niccolo nikolas nicolae mikolaj nikola
  oleg oleh
  olga olha
  patrick pat paddy patricio patrik
  paul pavel pavlo pablo paolo paulo pawel pal
  peter pete pyotr petr petro pedro pietro pierre piotr petrus
  philip phil philippe felipe filippo filip
  richard rick dick rich ricardo riccardo ryszard
  robert bob rob bobby roberto
  samuel sam sammy
  sergei sergey serhiy sergio serge sergiy serhii siarhei
  stanislav stanislaw stan
  stephen steven steve stefan stephan esteban stefano stepan etienne istvan
  susan sue susanna suzanne
  theodore theo ted teddy fyodor fedor feodor teodor
  thomas tom tommy tomas tommaso tomasz foma
  timothy tim timofey
  valery valeriy valerii valeri
  vasily vasiliy vasyl basil vasili vasile
  victor viktor vittorio
  vladimir volodymyr uladzimir vladimer waldemar
  vladislav vladyslav uladzislau
  vyacheslav viacheslav vjaceslav
  william bill will billy wilhelm guillaume guillermo willem liam
  yuri yuriy yury iurii jurij
  mohammed muhammad mohammad mohamed mohamad muhammed mehmet mahomed magomed muhamed mukhammad mochammad maxamed mohammadi
  ahmed ahmad achmad akhmed akhmad ahmet axmed
  ali aly
  hussein husayn hossein hussain hussain husain hosein huseyin khusein
  hassan hasan hassen
  umar omar omer oumar
  usman osman othman uthman ousmane
  usama osama oussama
  ibrahim abraham avraham ibragim ebrahim ibraahim
  ismail ishmael ismael
  musa moses moussa mousa moshe moise
  isa issa eisa jesus ciise
  yaqub yakub yacoub jacob
  salih saleh
  mustafa mustapha moustafa
  jamal gamal djamel cemal
  jafar jaafar djafar cafer
  khalid khaled halit xalid`;

/** Numbers of the groups that a name belongs to. */
const GIVEN_NAMES: ReadonlyMap<string, readonly number[]> = new Map(
  [
    ...Map.groupBy(
      GROUPS.trim()
        .split('\n')
        .flatMap((line, group) =>
          line
            .trim()
            .split(' ')
            .map((name) => ({ name, group })),
        ),
      ({ name }) => name,
    ),
  ].map(([name, entries]) => [name, [...new Set(entries.map(({ group }) => group))]]),
);

const NONE: readonly number[] = [];

/** Numbers of the groups of names that stand for each other to which this one belongs. */
export const givenNameGroups = (name: string): readonly number[] => GIVEN_NAMES.get(name) ?? NONE;

const members: ReadonlyMap<number, readonly string[]> = new Map(
  GROUPS.trim()
    .split('\n')
    .map((line, group) => [group, line.trim().split(' ')]),
);

/** All names that stand for this one. */
export const likeGivenNames = (name: string): readonly string[] =>
  (GIVEN_NAMES.get(name) ?? []).flatMap((group) => members.get(group)!);
