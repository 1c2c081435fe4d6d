using Llm.Cli.Input.Editing;

namespace Llm.Cli.Tests.Input;

public sealed class EditedLineTests
{
    private const string Family = "👩‍👩‍👧";

    private readonly LineHistory history = new("old", "older words");

    private readonly EditedLine line;

    public EditedLineTests() => line = new EditedLine(
        history,
        typed => [.. new[] { "!model one", "!model other", "!multi" }.Where(choice => choice.StartsWith(typed, StringComparison.Ordinal))]);

    [Theory]
    [InlineData("ab", "Left Left x", "x|ab")]
    [InlineData("日本", "Left Backspace", "|本")]
    [InlineData("a" + Family + "b", "Left Left Right", "a" + Family + "|b")]
    [InlineData("a" + Family + "b", "Left Backspace", "a|b")]
    [InlineData("e\u0301x", "Left Backspace", "|x")]
    [InlineData("one two_2, three", "WordLeft WordLeft", "one |two_2, three")]
    [InlineData("one two_2, three", "WordLeft WordLeft WordRight", "one two_2|, three")]
    [InlineData("one two", "KillWordLeft Home Yank", "two|one ")]
    [InlineData("one two", "WordLeft KillToEnd Home Yank", "two|one ")]
    [InlineData("one two", "Left KillToStart End Yank", "oone tw|")]
    [InlineData("one two", "Home KillWordRight", "| two")]
    [InlineData("one", "Home Delete EndOfInput", "|e")]
    [InlineData("one", "Backspace Backspace Backspace Backspace x", "x|")]
    [InlineData("one", "NewLine a Up x", "ox|ne\na")]
    [InlineData("abc", "NewLine d Up Down Backspace", "abc\n|")]
    [InlineData("one", "Interrupt", "|")]
    public void A_key_changes_the_text(string text, string keys, string expected)
    {
        Press(text, keys);
        line.Text.Insert(line.Cursor, "|").ShouldBe(expected);
    }

    [Fact]
    public void A_mark_typed_alone_joins_the_character_before()
    {
        Press("e", "\u0301 Left");
        line.Cursor.ShouldBe(0);
    }

    [Fact]
    public void Arrows_call_up_what_was_said_and_come_back_to_the_draft()
    {
        Press("draft", "Up");
        line.Text.ShouldBe("older words");
        Press("", "Up Up Up");
        line.Text.ShouldBe("old");
        Press("", "Down Down Down");
        line.Text.ShouldBe("draft");
    }

    [Fact]
    public void The_history_is_searched()
    {
        Press("", "Search o l d");
        (line.Text, line.Query).ShouldBe(("older words", "old"));
        Press("", "Search");
        line.Text.ShouldBe("old");
        Press("", "Search Backspace Home x");
        (line.Text, line.Query).ShouldBe(("xolder words", null));
        Press("", "Search o Cancel");
        (line.Text, line.Query).ShouldBe(("", null));
        Press("", "Search w o");
        line.Apply(new EditorKey(EditorKeyKind.Enter)).ShouldBe(EditOutcome.Submit);
        line.Text.ShouldBe("older words");
    }

    [Fact]
    public void A_tab_completes_as_far_as_it_is_clear()
    {
        Press("!mo", "Complete o");
        line.Text.ShouldBe("!model oo");
        Press("", "Backspace");
        line.Apply(new EditorKey(EditorKeyKind.Complete)).ShouldBe(EditOutcome.ShowChoices);
        line.Choices.ShouldBe(["!model one", "!model other"]);
        Press("", "t Complete");
        line.Text.ShouldBe("!model other ");
        Press("", "Complete");
        line.Text.ShouldBe("!model other ");
    }

    [Theory]
    [InlineData("one\n!end\ntwo\n", "one\n!end\ntwo", true)]
    [InlineData("!end", "!end", true)]
    [InlineData("plain", "plain", false)]
    public void What_is_pasted_is_text(string pasted, string text, bool isLiteral)
    {
        line.Apply(new EditorKey(EditorKeyKind.Paste, pasted)).ShouldBe(EditOutcome.Continue);
        (line.Text, line.IsLiteral).ShouldBe((text, isLiteral));
        Press("", "Interrupt !end");
        (line.Text, line.IsLiteral).ShouldBe(("!end", false));
    }

    [Fact]
    public void Ctrl_C_and_Ctrl_D_mean_something_else_on_an_empty_line()
    {
        line.Apply(new EditorKey(EditorKeyKind.Interrupt)).ShouldBe(EditOutcome.Interrupt);
        line.Apply(new EditorKey(EditorKeyKind.EndOfInput)).ShouldBe(EditOutcome.Exit);
        Press("x", "");
        line.Apply(new EditorKey(EditorKeyKind.Interrupt)).ShouldBe(EditOutcome.Continue);
        line.Apply(new EditorKey(EditorKeyKind.Suspend)).ShouldBe(EditOutcome.Suspend);
    }

    /// <summary>Types a text, then keys by their names; what is no name is typed.</summary>
    private void Press(string text, string keys)
    {
        if (text.Length > 0) line.Apply(new EditorKey(EditorKeyKind.Text, text));
        foreach (var key in keys.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            line.Apply(Enum.TryParse<EditorKeyKind>(key, out var kind) ? new EditorKey(kind) : new EditorKey(EditorKeyKind.Text, key));
        }
    }
}
