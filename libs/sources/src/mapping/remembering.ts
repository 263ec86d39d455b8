/**
 * A pure function of printed words that keeps its last answers: a list prints the same few over and over. It keeps at most
 * so many, because hostile files must not fill the memory.
 */
export function remembering<Answer>(answerTo: (printed: string) => Answer, most = 5_000): (printed: string) => Answer {
  const answers = new Map<string, Answer>();
  return (printed) => {
    const known = answers.get(printed);
    if (known !== undefined || answers.has(printed)) return known as Answer;
    const answer = answerTo(printed);
    if (answers.size >= most) answers.clear();
    answers.set(printed, answer);
    return answer;
  };
}
