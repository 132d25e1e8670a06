import type { Answer, AnswerFile, Place } from '../core/command.ts';
import type { MemberId } from '../core/person.ts';
import type { Text } from '../core/text.ts';
import { counted } from '../core/words.ts';
import { isAboutBot, questionOf, type Somewhere, type Understood } from './asking.ts';
import { answerButtons } from './buttons.ts';
import type { Desk } from './desk-deps.ts';
import { accountNames, accountsInAll, placeWords } from './places.ts';

/** What stands beside the answer about what could not be asked. */
const leftOut = ({ denied, selfOnly, isSelf }: Somewhere): readonly Text[] => [
  ...(isSelf ? [['Only what you did yourself: a rule lets you see no more here.']] : []),
  ...(denied.length > 0 ? [[`Not asked, because no rule lets you: ${accountNames(denied)}.`]] : []),
  ...(selfOnly.length > 0
    ? [
        [
          `Not asked: ${accountNames(selfOnly)}, where you may only ask about yourself; ask there alone for that.`,
        ],
      ]
    : []),
];

/** How the question was understood, and where it was asked. */
export const lead = ({ reading, command }: Understood, places: readonly Place[]): Text => {
  const isWide = command.spec.isAccountWide === true || reading.isAboutAccounts === true;
  const where =
    isWide && reading.where.regions === undefined
      ? accountsInAll(places.map(({ account }) => account))
      : placeWords(places);
  return ['Understood: ', ...reading.understood, ...(places.length === 0 ? [] : [` in ${where}`])];
};

/** Sends an answer's files to its asker; what came of it, in words. */
const sendFiles = async (
  { workspace }: Desk,
  member: MemberId,
  files: readonly AnswerFile[],
): Promise<readonly Text[]> => {
  for (const [index, file] of files.entries()) {
    const sent = await workspace.sendFile(member, file);
    if (sent.kind !== 'ok') {
      const why = 'error' in sent ? sent.error : 'Slack asks to wait';
      return [[`${counted(files.length - index, 'file')} could not be sent (${why}). Ask again.`]];
    }
  }
  return files.length === 0
    ? []
    : [
        [
          `${counted(files.length, 'file was', 'files were')} sent to your direct messages: ${files.map(({ name }) => name).join(', ')}.`,
        ],
      ];
};

/** Sends an answer's files, keeps the answer for its buttons, and says it. */
export const show = async (
  desk: Desk,
  understood: Understood,
  placed: Somewhere,
  { files = [], ...answer }: Answer,
): Promise<void> => {
  const { scene, reply, reading, right, isByAdmin } = understood;
  const said = lead(understood, placed.places);
  const notes = [...leftOut(placed), ...(await sendFiles(desk, scene.member, files))];
  const id = await desk.kept.keep(scene.member, () => ({
    ...questionOf(understood),
    kind: 'answer',
    understood: said,
    right,
    about: placed.places.map(({ account, regions }) => ({ account: account.id, regions })),
    isSelf: placed.isSelf,
    ...(isByAdmin && { isByAdmin }),
    answer,
  }));
  // About the bot itself there is nothing to narrow and nothing to share, nor are one's own files.
  const canEdit = !isAboutBot(understood, reading);
  const card = {
    ...answer.card,
    ...(reading.understood.length > 0 && { lead: said }),
    parts: [
      ...answer.card.parts,
      ...notes.map((text) => ({ kind: 'note', text }) as const),
      ...answerButtons(id, answer, { canEdit, canShare: canEdit && files.length === 0 }),
    ],
  };
  await (understood.older === undefined ? reply.say(card) : reply.replace(card));
};
