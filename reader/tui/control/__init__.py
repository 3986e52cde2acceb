"""What the reading screen does, a module for each idea.

`errands` has work done off the screen's thread. `panes` knows which part of the
screen has the keys, `keys` turns keys into actions. `lists`, `searching`, `reading`
and `states` each hold one thing a person works with; `moving`, `finding`, `prompt`,
`keeping` and `leaving` are the actions upon them, a method `do_<name>` for each row
of `tui/commands.py`. `chores` and `news` hear of what others do, `foot` and `empty`
say where one is. The screen makes these objects and joins them; none of them knows
the screen.
"""
