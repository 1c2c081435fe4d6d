using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Tests.Prices;

/// <summary>Costs by the prices that come with the library, worked out by hand from the vendors' prices, and by the user's.</summary>
public sealed class PriceTableTests : IDisposable
{
    private static readonly DateTimeOffset Day = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryUserDirectory user = new();

    public void Dispose() => user.Dispose();

    [Theory]
    // 1,000 × 2.50 + 100 × 10 dollars for a million.
    [InlineData("gpt-4o", null, 1000, 100, null, 0.0035)]
    [InlineData("gpt-4o-2024-08-06", null, 1000, 100, null, 0.0035)]
    // An entry of its own: 5 and 15.
    [InlineData("gpt-4o-2024-05-13", null, 1000, 100, null, 0.0065)]
    [InlineData("gpt-4o", "gpt-4o-2024-05-13", 1000, 100, null, 0.0065)]
    // OpenAI counts cached tokens as input: 600 × 2.50 + 400 × 1.25 + 100 × 10. Reasoning is part of the output.
    [InlineData("gpt-4o", null, 1000, 100, """{"prompt_tokens_details": {"cached_tokens": 400}}""", 0.003)]
    [InlineData(
        "gpt-4o", null, 1000, 100,
        """{"input_tokens_details": {"cached_tokens": 400}, "output_tokens_details": {"reasoning_tokens": 64}}""", 0.003)]
    // Anthropic leaves them out: 1,000 × 3 + 400 × 0.30 + 200 × 3.75 + 100 × 15.
    [InlineData(
        "anthropic/claude-sonnet-4-5", null, 1000, 100,
        """{"cache_read_input_tokens": 400, "cache_creation_input_tokens": 200}""", 0.00537)]
    // As older plugins log it; of the tokens written, 150 stay for an hour: + 150 × (6 − 3.75).
    [InlineData(
        "claude-sonnet-4-5-20250929", null, 1000, 100,
        """
        {"cache_read_input_tokens": 400, "cache_creation_input_tokens": 200,
         "cache_creation": {"ephemeral_5m_input_tokens": 50, "ephemeral_1h_input_tokens": 150}}
        """, 0.0057075)]
    // 100,000 + 150,000 tokens are above 200,000, though neither count is: 100,000 × 6 + 150,000 × 0.60 + 100 × 22.50.
    [InlineData("anthropic/claude-sonnet-4-5", null, 100_000, 100, """{"cache_read_input_tokens": 150000}""", 0.69225)]
    // Gemini counts cached tokens as input, and its plugin counts thoughts as output: 600 × 0.30 + 400 × 0.03 + 100 × 2.50.
    [InlineData(
        "gemini/gemini-2.5-flash", null, 1000, 100,
        """{"cachedContentTokenCount": 400, "candidatesTokenCount": 20, "thoughtsTokenCount": 80}""", 0.000442)]
    // Early versions of the plugin left thoughts out of the output: 1,000 × 0.30 + (20 + 80) × 2.50.
    [InlineData("gemini-2.5-flash", null, 1000, 20, """{"thoughtsTokenCount": 80}""", 0.00055)]
    // An answer that is nothing but thoughts.
    [InlineData("gemini/gemini-2.5-flash", null, 1000, 80, """{"thoughtsTokenCount": 80}""", 0.0005)]
    // The name moves, and the server says to which model.
    [InlineData("gemini/gemini-flash-latest", "gemini-3-flash-preview", 1000, 100, null, 0.0008)]
    // What the server says it cost.
    [InlineData("openrouter/openai/gpt-4o", null, 1000, 100, """{"cost": 0.00217}""", 0.00217)]
    [InlineData("perplexity/sonar", null, 1000, 100, """{"cost": {"request_cost": 0.005, "total_cost": 0.0061}}""", 0.0061)]
    [InlineData("lmstudio/some-model", null, 1000, 100, null, 0.0)]
    public void A_call_costs_what_its_tokens_cost(
        string model, string? resolved, int input, int output, string? details, double expected) =>
        Cost(model, resolved, input, output, details).ShouldBe((decimal)expected);

    [Theory]
    [InlineData("some-model", 1000, 100)]
    [InlineData("groq/some-model", 1000, 100)]
    // Its price is not OpenAI's.
    [InlineData("azure/gpt-4o", 1000, 100)]
    [InlineData("ollama-gpt-4o", 1000, 100)]
    [InlineData("gpt-4o", null, 100)]
    [InlineData("gpt-4o", 1000, null)]
    public void An_unknown_price_or_number_of_tokens_is_not_zero(string model, int? input, int? output) =>
        Cost(model, null, input, output).ShouldBeNull();

    [Fact]
    public void A_price_counts_from_its_day_on()
    {
        Cost("o3", null, 1_000_000, 0, at: new(2025, 6, 9, 23, 59, 0, TimeSpan.Zero)).ShouldBe(10);
        Cost("o3", null, 1_000_000, 0, at: new(2025, 6, 10, 0, 0, 0, TimeSpan.Zero)).ShouldBe(2);
        // The day is that of UTC.
        Cost("o3", null, 1_000_000, 0, at: new(2025, 6, 9, 23, 0, 0, TimeSpan.FromHours(-5))).ShouldBe(2);
        // What it cost before is not known.
        Cost("gemini/gemini-3.6-flash", null, 1000, 100, at: new(2026, 8, 1, 0, 0, 0, TimeSpan.Zero)).ShouldBeNull();
    }

    [Fact]
    public void The_users_file_comes_first()
    {
        user.Write(
            PriceTable.UserFile,
            """
            gpt-4o: {input: 1, output: 2}
            anthropic/claude-opus-5: {free: true, reason: a gift}
            "groq/*": {input: 10, output: 10}
            "groq/small-*": {input: 1, output: 1}
            per-request: {request: 0.25}
            openrouter/openai/gpt-4o: {input: 4, cached_input: 0, output: 4}
            moved:
              - {input: 8, output: 8}
              - {from: 2026-11-01, input: 9, output: 9}
            """);
        Cost("gpt-4o", "gpt-4o-2024-08-06", 1000, 100).ShouldBe(0.0012m);
        Cost("gpt-4o-mini", null, 1_000_000, 0).ShouldBe(0.15m);
        Cost("claude-opus-5", null, null, null).ShouldBe(0);
        Cost("groq/small-model", null, 1_000_000, 0).ShouldBe(1);
        Cost("groq/openai/gpt-oss-20b", null, 1_000_000, 0).ShouldBe(10);
        Cost("per-request", null, 1000, 100).ShouldBe(0.25m);
        // Cached input that is free is not cached input without a price.
        const string Details = """{"cost": 7, "prompt_tokens_details": {"cached_tokens": 500000}}""";
        Cost("openrouter/openai/gpt-4o", null, 1_000_000, 0, Details).ShouldBe(2);
        Cost("moved", null, 1_000_000, 0).ShouldBe(9);
    }

    [Theory]
    [InlineData("gpt-4o: {input: -1, output: 2}", "the entry 'gpt-4o' is not valid: 'input' must be from 0 to 1,000,000 US dollars.")]
    [InlineData("gpt-4o: {input: 1, output: cheap}", "the entry 'gpt-4o' is not valid: 'output' must be a number of US dollars.")]
    [InlineData("gpt-4o: {input: .nan, output: 2}", "the entry 'gpt-4o' is not valid: 'input' must be a number of US dollars.")]
    [InlineData(
        "gpt-4o: {input: 1, ouput: 2}",
        "the entry 'gpt-4o' is not valid: there is no field 'ouput'; the fields are input, cached_input, cache_write, cache_write_1h, "
        + "output, request, above, free, reason, from, source, date.")]
    [InlineData("gpt-4o: {input: 1}", "the entry 'gpt-4o' is not valid: it needs 'output' too, which may be 0.")]
    [InlineData("gpt-4o: {}", "the entry 'gpt-4o' is not valid: it needs 'input' and 'output', 'request', or 'free: true'.")]
    [InlineData("gpt-4o: 3", "the entry 'gpt-4o' is not valid: its prices must be a mapping, such as {input: 2.5, output: 10}.")]
    [InlineData("gpt-4o: []", "the entry 'gpt-4o' is not valid: it has no price.")]
    [InlineData("gpt-4o: {free: yes}", "the entry 'gpt-4o' is not valid: 'free' can only be true.")]
    [InlineData("gpt-4o: {free: true, output: 1}", "the entry 'gpt-4o' is not valid: it is free, so it cannot have 'output'.")]
    [InlineData("gpt-4o: {input: 1, output: 2, from: May}", "the entry 'gpt-4o' is not valid: 'from' must be a day such as 2026-01-31.")]
    [InlineData(
        "gpt-4o: [{input: 1, output: 2}, {input: 2, output: 3}]",
        "the entry 'gpt-4o' is not valid: every price after the first needs a 'from' that is later than the one before.")]
    [InlineData(
        "gpt-4o: {input: 1, output: 2, above: {input: 2, output: 3}}",
        "the entry 'gpt-4o' is not valid: 'above' needs 'tokens', a whole number.")]
    [InlineData("- gpt-4o", "it must be a mapping from the names of models to their prices.")]
    public void An_error_in_the_users_file_names_the_entry(string text, string message)
    {
        var file = user.Write(PriceTable.UserFile, text);
        Should.Throw<LlmException>(() => PriceTable.Load(user.Directory)).Message.ShouldBe($"{file}: {message}");
    }

    [Fact]
    public void Text_that_is_not_YAML_is_reported_with_its_line()
    {
        user.Write(PriceTable.UserFile, "gpt-4o: {input: 1, output: 2}\ngpt-5: {input: 1\n");
        Should.Throw<LlmException>(() => PriceTable.Load(user.Directory)).Message.ShouldContain("line ");
        user.Write(PriceTable.UserFile, "# nothing yet\n");
        Cost("gpt-4o", null, 1_000_000, 0).ShouldBe(2.5m);
    }

    [Fact]
    public void A_response_costs_what_its_call_did()
    {
        var response = new Response
        {
            Id = "1",
            ModelId = "gpt-4o",
            Prompt = new Prompt(),
            StartedAt = Day,
            Usage = new Usage { InputTokens = 1000, OutputTokens = 100, CachedTokens = 400 },
        };
        PriceTable.Load(user.Directory).CostOf(response).ShouldBe(0.003m);
    }

    [Fact]
    public void Every_price_that_comes_with_the_library_has_a_source_and_a_date()
    {
        var text = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "src/Llm/Prices/prices.yaml"));
        var entries = 0;
        foreach (var (name, value) in global::Llm.Yaml.YamlText.Parse(text)!.AsObject())
        {
            foreach (var price in value is JsonArray list ? list : new JsonArray(value!.DeepClone()))
            {
                entries++;
                DateOnly.TryParse((string?)price!["date"], out _).ShouldBeTrue(name);
                ((string?)(price["source"] ?? price["reason"])).ShouldNotBeNullOrEmpty(name);
            }
        }

        entries.ShouldBeGreaterThan(90);
    }

    private decimal? Cost(
        string model, string? resolved, int? input, int? output, string? details = null, DateTimeOffset? at = null) =>
        PriceTable.Load(user.Directory).CostOf(model, resolved, at ?? Day, new Usage
        {
            InputTokens = input,
            OutputTokens = output,
            Details = details is null ? null : JsonNode.Parse(details)!.AsObject(),
        });
}
