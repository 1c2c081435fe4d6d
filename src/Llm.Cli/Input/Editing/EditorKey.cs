namespace Llm.Cli.Input.Editing;

/// <summary>What a key asks of the line editor.</summary>
internal enum EditorKeyKind
{
    /// <summary>Nothing: a key that is not known.</summary>
    None,
    Text,

    /// <summary>Text that the terminal marked as pasted.</summary>
    Paste,
    Enter,

    /// <summary>A line end inside the message.</summary>
    NewLine,
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    WordLeft,
    WordRight,
    Backspace,
    Delete,
    KillToEnd,
    KillToStart,
    KillWordLeft,
    KillWordRight,
    Yank,
    Complete,
    Search,
    ClearScreen,
    Interrupt,

    /// <summary>Ctrl-D: the end of the input on an empty line, else deletes.</summary>
    EndOfInput,
    Suspend,
    Cancel,
}

/// <summary>A key that was pressed, or text that came at once.</summary>
internal readonly record struct EditorKey(EditorKeyKind Kind, string Text = "");
