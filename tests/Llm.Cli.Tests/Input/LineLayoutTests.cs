using Llm.Cli.Input.Editing;

namespace Llm.Cli.Tests.Input;

public sealed class LineLayoutTests
{
    [Theory]
    [InlineData("abc", 3, "> abc", 0, 5)]
    [InlineData("abcdefgh", 0, "> abcdefgh", 0, 2)]
    [InlineData("abcdefgh", 8, "> abcdefgh|", 1, 0)]
    [InlineData("abcdefghij", 9, "> abcdefgh|ij", 1, 1)]
    [InlineData("abcdefghij", 8, "> abcdefgh|ij", 1, 0)]
    [InlineData("日本語日本", 4, "> 日本語日|本", 1, 0)]
    [InlineData("a日本語日", 5, "> a日本語|日", 1, 2)]
    [InlineData("a日本語日", 4, "> a日本語|日", 1, 0)]
    [InlineData("a\nbc", 1, "> a/  bc", 0, 3)]
    [InlineData("a\nbc", 2, "> a/  bc", 1, 2)]
    [InlineData("a\n", 2, "> a/  ", 1, 2)]
    [InlineData("x\e[2Jy", 1, "> x^[[2Jy", 0, 3)]
    [InlineData("👩‍👩‍👧e\u0301x", 8, "> 👩‍👩‍👧e\u0301x", 0, 4)]
    public void Rows_are_broken_as_the_terminal_does(string text, int cursor, string rows, int row, int column)
    {
        var layout = new LineLayout("> ", text, cursor, width: 10);
        var shown = layout.Rows[0];
        for (var i = 1; i < layout.Rows.Count; i++) shown += (layout.Wraps[i - 1] ? "|" : "/") + layout.Rows[i];
        shown.ShouldBe(rows);
        (layout.CursorRow, layout.CursorColumn).ShouldBe((row, column));
    }

    [Fact]
    public void The_painter_goes_back_to_where_it_began()
    {
        var painter = new LinePainter();
        painter.Paint(Layout("abcdefghij", 10), height: 5).ShouldBe("> abcdefghij\r\e[2C");
        painter.Paint(Layout("abcdefghij", 0), height: 5).ShouldBe("\r\e[1A\e[J> abcdefghij\r\e[1A\e[2C");
        painter.Paint(Layout("a", 1), height: 5).ShouldBe("\r\e[J> a\r\e[3C");
        painter.Finish(Layout("ab", 1)).ShouldBe("\r\e[J> ab\r\n");
        painter.Paint(Layout("", 0), height: 5).ShouldBe("> \r\e[2C");
    }

    [Fact]
    public void A_full_row_leaves_the_cursor_on_the_next() =>
        new LinePainter().Paint(Layout("abcdefgh", 8), height: 5).ShouldBe("> abcdefgh \r\r");

    [Fact]
    public void A_text_higher_than_the_screen_is_shown_around_the_cursor_and_whole_at_the_end()
    {
        var painter = new LinePainter();
        painter.Paint(Layout("1\n2\n3\n4\n5", 9), height: 3).ShouldBe("  3\r\n  4\r\n  5\r\e[3C");
        painter.Paint(Layout("1\n2\n3\n4\n5", 0), height: 3).ShouldBe("\r\e[2A\e[J> 1\r\n  2\r\n  3\r\e[2A\e[2C");
        painter.Finish(Layout("1\n2\n3\n4\n5", 0)).ShouldBe("\r\e[J> 1\r\n  2\r\n  3\r\n  4\r\n  5\r\n");
    }

    [Fact]
    public void After_a_resize_the_cursor_is_where_the_terminal_took_it()
    {
        var painter = new LinePainter();
        painter.Paint(Layout("abcdefghijkl", 12), height: 5);
        painter.Reflow(new LineLayout("> ", "abcdefghijkl", 12, width: 5), height: 5);
        painter.Paint(new LineLayout("> ", "abcdefghijkl", 12, width: 5), height: 5).ShouldStartWith("\r\e[2A\e[J> abc");
    }

    private static LineLayout Layout(string text, int cursor) => new("> ", text, cursor, width: 10);
}
