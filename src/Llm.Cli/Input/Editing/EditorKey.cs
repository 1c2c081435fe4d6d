namespace Llm.Cli.Input.Editing;

/// <summary>The function of a key in the line editor.</summary>
internal enum EditorKeyKind
{
    /// <summary>A key without a function.</summary>
    None,
    Text,

    /// <summary>Text that the terminal marked as pasted.</summary>
    Paste,
    Enter,

    /// <summary>A line break inside the message.</summary>
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

    /// <summary>Ctrl-D, which ends the input if the message is empty, and otherwise deletes a character.</summary>
    EndOfInput,
    Suspend,
    Cancel,
}

/// <summary>A key that was pressed, or text that was received at once.</summary>
internal readonly record struct EditorKey(EditorKeyKind Kind, string Text = "");
