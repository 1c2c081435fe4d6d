using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Llm.Providers.Offline;
using Llm.Providers.Offline.Summary;

namespace Llm.Providers.Tests.Offline.Summary;

public partial class SummaryModelTests
{
    /// <summary>The texts in <see cref="SampleTexts"/> and how many sentences each has.</summary>
    public static TheoryData<string, int> Texts => new()
    {
        { SampleTexts.German, 8 },
        { SampleTexts.Chinese, 7 },
        { SampleTexts.Japanese, 5 },
        { SampleTexts.Readme, 8 },
        { SampleTexts.CodeAndTables, 4 },
        { SampleTexts.Dialogue, 7 },
        { SampleTexts.Abbreviated, 6 },
        { SampleTexts.Arabic, 5 },
        { SampleTexts.Hindi, 5 },
        { SampleTexts.Spanish, 6 },
        { SampleTexts.Storm, 7 },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Whole_sentences_in_their_order_and_as_many_as_asked(string text, int available)
    {
        var joined = WhiteSpace().Replace(QuoteMark().Replace(text, "\n"), " ");
        for (var count = 1; count <= available + 1; count++)
        {
            var lines = (await Ask(text, count)).Split('\n');
            lines.Length.ShouldBe(Math.Min(count, available));
            var position = 0;
            foreach (var line in lines)
            {
                var found = joined.IndexOf(line, position, StringComparison.Ordinal);
                found.ShouldBeGreaterThanOrEqualTo(0, line);
                SentenceMarks.EndsSentence(line).ShouldBeTrue(line);
                char.IsLower(line[0]).ShouldBeFalse(line);
                line.ShouldNotContain("HIDDEN");
                position = found + line.Length;
            }
        }
    }

    [Fact]
    public async Task Three_sentences_unless_asked_for_another_number() => (await Ask(SampleTexts.Storm)).Split('\n').Length.ShouldBe(3);

    [Fact]
    public async Task The_central_sentence_is_chosen() =>
        (await Ask(SampleTexts.Storm, 1)).ShouldBe("The storm that hit the coast on Monday destroyed the harbour of Aldby.");

    [Fact]
    public async Task The_central_sentence_is_chosen_where_it_does_not_come_first() =>
        (await Ask("""
            My uncle likes tea. Yesterday was a holiday. The shop sells umbrellas.
            Bees pollinate apple trees. Apple trees without bees bear few apples. Farmers keep bees near their apple trees.
            Bees, farmers and apple trees depend on each other. The moon was full.
            """, 1)).ShouldContain("apple trees");

    [Fact]
    public async Task A_repetition_comes_only_when_nothing_else_is_left()
    {
        const string Text = "Cats chase mice at night. Cats chase mice at night. Dogs chase cats at noon.";
        (await Ask(Text, 2)).ShouldBe("Cats chase mice at night.\nDogs chase cats at noon.");
    }

    [Fact]
    public async Task One_sentence_is_its_own_summary() => (await Ask("Only this.")).ShouldBe("Only this.");

    [Theory]
    [InlineData("", "There is no text to summarise: pipe some in, as in: llm -m summary < README.md")]
    [InlineData(" \n\t", "There is no text to summarise: pipe some in, as in: llm -m summary < README.md")]
    [InlineData(
        "# Title\n\n```\nA sentence. In code.\n```\n\n- item",
        "There is no sentence to summarise: headings, code and tables are left out, and a sentence ends with a mark such as . ! ? or 。")]
    public async Task Without_a_sentence_it_says_what_to_do(string text, string message) =>
        (await Should.ThrowAsync<LlmException>(() => Ask(text))).Message.ShouldBe(message);

    [Fact]
    public async Task Only_the_newest_message_counts()
    {
        var conversation = new SummaryModel().StartConversation();
        await conversation.PromptAsync("The first text is about stones.", new PromptOptions { System = "Write a poem about birds." });
        var response = conversation.Ask("The second text is about rivers.");
        (await response.GetTextAsync()).ShouldBe("The second text is about rivers.");
    }

    [Fact]
    public async Task Usage_counts_words()
    {
        var response = await new SummaryModel().PromptAsync("# Two words\n\nThree more words. 我们走。");
        response.Usage.ShouldBe(new Usage { InputTokens = 8, OutputTokens = 6 });
    }

    [Fact]
    public async Task Sentences_come_one_by_one_and_a_cancelled_answer_ends()
    {
        using var cancel = new CancellationTokenSource();
        var response = new SummaryModel().Ask(SampleTexts.Storm);
        var chunks = new List<string>();
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var chunk in response.WithCancellation(cancel.Token))
            {
                chunks.Add(chunk);
                await cancel.CancelAsync();
            }
        });
        chunks.Count.ShouldBe(1);
        response.Response!.Incomplete.ShouldBe("cancelled");
    }

    [Fact]
    public void It_presents_itself()
    {
        var models = new SummaryModel();
        models.ToString().ShouldBe("Summary: summary");
        models.CanStream.ShouldBeTrue();
        new SummaryPlugin().Name.ShouldBe("llm-summary");
        Should.Throw<LlmException>(() => models.Ask("A.", WithSentences(0))).Message.ShouldBe(
            "sentences of summary cannot be 0: input should be greater than or equal to 1.");
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("\n\n")]
    public async Task A_megabyte_takes_less_than_two_seconds(string separator)
    {
        var text = Generate(1_000_000, separator);
        var watch = Stopwatch.StartNew();
        var processor = Environment.CpuUsage.TotalTime;
        var lines = (await Ask(text, 10)).Split('\n');
        var (elapsed, used) = (watch.Elapsed, Environment.CpuUsage.TotalTime - processor);
        // On a busy machine the clock goes on while other programs run.
        (elapsed < used ? elapsed : used).ShouldBeLessThan(TimeSpan.FromSeconds(2));
        TestContext.Current.TestOutputHelper?.WriteLine($"{elapsed.TotalMilliseconds} ms, {used.TotalMilliseconds} ms of the processor");
        lines.Length.ShouldBe(10);
        lines.ShouldAllBe(line => text.Contains(line, StringComparison.Ordinal) && line.EndsWith('.'));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("`")]
    [InlineData("“x.")]
    [InlineData("x.“")]
    [InlineData("x 1. ")]
    [InlineData("* - ")]
    [InlineData("> ")]
    [InlineData("<!-- a -->")]
    [InlineData("![a](b)  ")]
    [InlineData("**a. ")]
    [InlineData("a.")]
    [InlineData("。")]
    public void A_strange_line_does_not_take_for_ever(string part)
    {
        // A search that starts over at every character, or a deep recursion, would not come near this.
        var watch = Stopwatch.StartNew();
        ProseReader.Read(string.Concat(Enumerable.Repeat(part, 300_000 / part.Length)) + " x", CancellationToken.None);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    /// <summary>Sentences of words that are as unevenly distributed as in a language.</summary>
    private static string Generate(int length, string separator)
    {
        var random = new Random(7);
        var text = new StringBuilder();
        while (text.Length < length)
        {
            text.Append("Word");
            for (var i = random.Next(4, 25); i > 0; i--)
                text.Append(CultureInfo.InvariantCulture, $" w{(int)Math.Pow(20_000, random.NextDouble())}x");
            text.Append('.').Append(separator);
        }

        return text.ToString();
    }

    private static async Task<string> Ask(string text, int? sentences = null) =>
        await new SummaryModel().Ask(text, sentences is { } count ? WithSentences(count) : null).GetTextAsync();

    private static PromptOptions WithSentences(int count) => new() { Options = new Dictionary<string, JsonNode?> { ["sentences"] = count } };

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@"\n(> ?)+")]
    private static partial Regex QuoteMark();
}
