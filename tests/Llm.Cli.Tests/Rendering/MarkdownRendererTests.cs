using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Llm.Cli.Output;
using Llm.Cli.Output.Rendering;

namespace Llm.Cli.Tests.Rendering;

public sealed partial class MarkdownRendererTests
{
    public static TheoryData<string> Names => SampleAnswers.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Answers_look_as_they_did(string name)
    {
        foreach (var width in (int[])[40, 80])
        {
            foreach (var hasColour in (bool[])[true, false])
            {
                Snapshot.ShouldMatch(
                    Render(SampleAnswers.Get(name), width, hasColour), $"Rendering/{name}-{width}{(hasColour ? "" : "-no-colour")}.txt");
            }
        }
    }

    /// <summary>The samples without code, which is never broken.</summary>
    [Theory]
    [InlineData("Prose")]
    [InlineData("Tables")]
    [InlineData("Unclosed")]
    [InlineData("Hostile")]
    public void No_line_of_text_is_wider_than_the_terminal(string name)
    {
        for (var width = 20; width < 90; width += 7)
        {
            Plain(Render(SampleAnswers.Get(name), width, hasColour: true)).Split('\n').Max(line => CellWidth.Of(line))
                .ShouldBeLessThanOrEqualTo(width);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Pieces_make_no_difference(string name)
    {
        var answer = SampleAnswers.Get(name);
        Render(answer.Select(c => c.ToString()), 50).ShouldBe(Render(answer, 50, hasColour: true));
    }

    [Fact]
    public void Pieces_make_no_difference_to_any_text()
    {
        var seed = Environment.GetEnvironmentVariable("LLM_TEST_SEED") is { Length: > 0 } given ? int.Parse(given) : 20261121;
        var random = new Random(seed);
        for (var i = 0; i < 3000; i++)
        {
            var answer = RandomMarkdown.Next(random);
            Render(RandomMarkdown.Split(answer, random), 30)
                .ShouldBe(Render(answer, 30, hasColour: true), $"text {i} of seed {seed}: {answer}");
        }
    }

    [Fact]
    public void Nothing_of_a_text_is_lost()
    {
        var random = new Random(5);
        for (var i = 0; i < 500; i++)
        {
            // These are shown as something else.
            var answer = RandomMarkdown.Next(random).Replace("&amp;", "", StringComparison.Ordinal)
                .Replace("<br>", "", StringComparison.Ordinal);
            Words(Plain(Render(answer, 30, hasColour: false))).ShouldBe(Words(answer), $"text {i}: {answer}");
        }

        static string Words(string text) => string.Concat(text.Where(char.IsAsciiLetter));
    }

    [Theory]
    [InlineData("one two thr", "one two")]
    [InlineData("one **two thr", "one")]
    [InlineData("one **two** thr", "one two")]
    [InlineData("one **two** three ", "one two three")]
    [InlineData("- one tw", "• one")]
    [InlineData("1. one\n2. tw", "1. one\n")]
    [InlineData("# title", "")]
    [InlineData("# title\n", "title\n")]
    [InlineData("```\none\ntw", "───\none\n")]
    [InlineData("| a | b |\n|---|---|\n| c | d |\n", "")]
    [InlineData("| a |\n|---|\n| c |\n\n", "a\n─\nc\n")]
    [InlineData("日本語", "日本")]
    public void Text_is_shown_as_soon_as_it_is_certain(string begin, string shown)
    {
        var output = new StringBuilder();
        var renderer = new MarkdownRenderer(text => output.Append(text), 40, hasColour: true);
        foreach (var c in begin) renderer.Add(c.ToString());
        Plain(output.ToString()).ShouldBe(shown);
    }

    [Fact]
    public void No_command_reaches_the_terminal()
    {
        var output = Plain(Render(SampleAnswers.Hostile, 80, hasColour: true));
        output.Where(c => char.IsControl(c) && c != '\n').ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    public void An_empty_answer_is_an_empty_line(string answer) => Render(answer, 80, hasColour: true).ShouldBe("\n");

    [Theory]
    [InlineData("words and `code` and **bold** ")]
    [InlineData("*a _b [c `d ")]
    [InlineData("x")]
    [InlineData("| a ")]
    [InlineData("# ")]
    [InlineData("- ")]
    [InlineData("> ")]
    [InlineData("    ")]
    [InlineData("-")]
    [InlineData("1")]
    [InlineData("`")]
    [InlineData("***a")]
    [InlineData("- a\n  ")]
    [InlineData("```\n")]
    [InlineData("| a |\n")]
    public void A_large_answer_in_small_pieces_takes_little_time(string unit)
    {
        var answer = string.Concat(Enumerable.Repeat(unit, 100_000 / unit.Length));
        var watch = Stopwatch.StartNew();
        Render(answer.Chunk(4).Select(piece => new string(piece)), 80);
        // Quadratic work takes minutes.
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    private static string Render(string answer, int width, bool hasColour) => Render([answer], width, hasColour);

    private static string Render(IEnumerable<string> pieces, int width, bool hasColour = true)
    {
        var output = new StringBuilder();
        var renderer = new MarkdownRenderer(text => output.Append(text), width, hasColour);
        foreach (var piece in pieces) renderer.Add(piece);
        renderer.Finish();
        return output.ToString();
    }

    private static string Plain(string rendered) => Sequence.Replace(rendered, "");

    [GeneratedRegex("\e\\[[0-9;]*m")]
    private static partial Regex Sequence { get; }
}
