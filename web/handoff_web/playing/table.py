"""The table at which a session is played: it shows the desk and the cards, and takes what is typed."""

import sys
from collections.abc import Callable

from rich.console import Console
from rich.markup import escape

from handoff_sim.agents.cases import Case
from handoff_sim.playing import words
from handoff_sim.playing.answers import KIND_OF
from handoff_sim.playing.news import Desk, desk_of
from handoff_sim.playing.session import Session
from handoff_sim.playing.words import money
from handoff_web.playing.cards import card_of, choice_said, terms_of
from handoff_web.playing.keys import NotUnderstood, answer_typed, expected

HELP = (
    "Enter = as advised    a = as advised for the rest of this week    k = as advised in all decisions of this kind\n"
    "? = every term        q = save and stop; the same command goes on from there"
)
ReadLine = Callable[[], str]


def typed_line() -> str:
    """The next line of standard input; empty at its end."""
    return sys.stdin.readline()


class Table:
    """A session on a terminal, or on anything that has lines in and out."""

    def __init__(self, session: Session, console: Console, read_line: ReadLine = typed_line) -> None:
        self.session = session
        self.console = console
        self.read_line = read_line
        self.shown_week = -1

    def say(self, text: str = "", style: str = "") -> None:
        """A line."""
        self.console.print(f"[{style}]{escape(text)}[/]" if style else escape(text), soft_wrap=True)

    def play(self) -> bool:
        """Play to the end of the weeks that are the player's; False if stopped before."""
        inputs = self.session.inputs
        self._introduce()
        while self.session.week < inputs.until_week:
            week = self.session.week
            due = self.session.advance()
            if due is None:
                self._pass_over(week)
                continue
            self._show_desk()
            if not self._decide(due):
                return False
        return True

    def finish(self) -> None:
        """Let the rule live on to the end of the run."""
        while not self.session.is_finished:
            self.session.advance()

    def _introduce(self) -> None:
        inputs, shop = self.session.inputs, self.session.shop
        kinds = ", ".join(words.KINDS[kind] for kind in inputs.decides)
        machines = f"{shop.machines} machines ({', '.join(shop.processes)})"
        self.say(f"You are shop {shop.number} of {inputs.world.name}: {machines}, under {inputs.policy.name}.", "bold")
        self.say(f"Weeks {inputs.from_week} to {inputs.until_week - 1} are yours. You decide: {kinds}.")
        self.say(f"The rule does the rest, and finishes your work by week {inputs.weeks - 1}.")
        self.say(HELP, "dim")

    def _pass_over(self, week: int) -> None:
        inputs = self.session.inputs
        if week < inputs.from_week or week == self.shown_week:
            return
        count = sum(given.week == week for given in inputs.answers)
        what = f"{count} decisions as before or as advised" if count else "nothing to decide"
        if not self.session.shop.is_open:
            what = "your shop is out of business"
        profit = money(self.session.shop.profit_last_week_dollars)
        self.say(f"Week {week}: {what}; profit {profit}", "dim")

    def _show_desk(self) -> None:
        if self.session.week == self.shown_week:
            return
        self.shown_week = self.session.week
        desk = desk_of(self.session)
        inputs = self.session.inputs
        nth = f"{desk.week - inputs.from_week + 1} of {inputs.until_week - inputs.from_week}"
        self.say()
        self.say(f"Week {desk.week} ({nth})", "bold")
        for line in desk_lines(desk):
            self.say(f"  {line}")

    def _decide(self, case: Case) -> bool:
        """Show a card until it is answered; False to stop."""
        card = card_of(case)
        self.say()
        self.say(card.title, "bold cyan")
        for line in _folded(card.facts):
            self.say(f"  {line}")
        self.say(f"  Advice: {card.advice}; {card.why}", "green")
        while True:
            self.console.print(f"  {escape(expected(case))}, Enter = {escape(card.advice)} > ", end="", soft_wrap=True)
            line = self.read_line()
            if not self.console.is_terminal:
                self.say(line.rstrip("\n"))  # nobody's keys are echoed into a pipe
            if not line or line.strip() == "q":
                return False
            if self._take(case, line.strip()):
                return True

    def _take(self, case: Case, typed: str) -> bool:
        """Act on a line; True once the decision is taken."""
        if typed == "?":
            for label, value in terms_of(case):
                self.say(f"    {label:<48} {value}", "dim")
            return False
        if typed in ("", "a", "k"):
            if typed == "a":
                self.session.follow_week()
            if typed == "k":
                self.session.follow_kinds((KIND_OF[type(case)],))
            self.session.follow()
            return True
        try:
            answer = answer_typed(case, typed)
        except NotUnderstood as problem:
            keys = "Enter, a, k, ? or q"
            self.say(f"  Expected {expected(case)}, or {keys}; found {problem}", "red")
            return False
        told = choice_said(case, answer)
        if told:
            self.say(f"  {told}", "yellow")
        self.session.answer(answer)
        return True


def desk_lines(desk: Desk) -> list[str]:
    """The desk in a few lines."""
    belongs = "" if desk.membership == "no network" else f" · network: {desk.membership}"
    return [
        f"cash {money(desk.cash)} · profit last week {money(desk.profit_last_week)}, "
        f"over 13 weeks {money(desk.profit_per_machine_week)} per machine-week{belongs}",
        f"{desk.load_weeks:.1f} weeks of work ahead: {desk.operations} operations, {desk.hours:,.0f} h; "
        f"{desk.handed_out} more of yours with others",
        *desk.news,
    ]


def _folded(facts: tuple[str, ...], width: int = 110) -> list[str]:
    """Facts side by side, as many to a line as fit."""
    lines: list[str] = []
    for fact in facts:
        if lines and len(lines[-1]) + len(fact) + 3 <= width:
            lines[-1] += f" · {fact}"
        else:
            lines.append(fact)
    return lines
