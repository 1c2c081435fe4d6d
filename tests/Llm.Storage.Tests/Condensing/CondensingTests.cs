using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Storage.Logs.Condensing;

namespace Llm.Storage.Tests.Condensing;

public class CondensingTests
{
    private static readonly JsonObject Table = Parse("""
        {"t": "some words", "long": "some words and more", "again": "some words", "o": {"a": 1, "b": [1.0, true, null], "c": "x"},
         "o2": {"c": "x", "b": [1.0, true, null], "a": 1}, "l": [1, 2, 3], "n": 5, "empty": "", "none": null, "map": {}}
        """).AsObject();

    [Theory]
    [InlineData("\"some words\"", """{"$":"t"}""")]
    [InlineData("\"a some words and more z some words\"", """{"$r":["a ",{"$":"long"}," z ",{"$":"t"}]}""")]
    [InlineData("[1,2,3]", """{"$":"l"}""")]
    [InlineData("[1.0,2,3]", "[1.0,2,3]")]
    [InlineData("""{"b":[1.0,true,null],"a":1,"c":"x"}""", """{"$":"o"}""")]
    [InlineData("""{"b":[1,true,null],"a":1,"c":"x"}""", """{"b":[1,true,null],"a":1,"c":"x"}""")]
    [InlineData("""{"$":"x"}""", """{"$raw":{"$":"x"}}""")]
    [InlineData("""{"$raw":{"$r":[]}}""", """{"$raw":{"$raw":{"$raw":{"$r":[]}}}}""")]
    [InlineData("""{"$":"x","y":1}""", """{"$":"x","y":1}""")]
    [InlineData("5", "5")]
    [InlineData("{}", "{}")]
    [InlineData("\"\"", "\"\"")]
    [InlineData("null", "null")]
    public void Payloads_are_written_with_references(string payload, string condensed)
    {
        var result = Condenser.Condense(Parse(payload), new ReplacementTable(Table));
        PythonJson.Compact(result).ShouldBe(condensed);
        // An expanded object can have the key order of its replacement.
        PythonJson.Canonical(Expander.Expand(result, new ReplacementTable(Table))).ShouldBe(PythonJson.Canonical(Parse(payload)));
    }

    [Fact]
    public void The_shortest_merge_wins_and_the_first_of_equals()
    {
        var table = Entries("""
            {"other": {"one": 1, "two": 2, "three": 3333333333},
             "best": {"one": 1, "two": 2, "three": 3, "four": "a value of some length that pays", "five": 5},
             "same": {"one": 1, "two": 2, "three": 3, "four": "a value of some length that pays", "nine": 6}}
            """);
        var payload = Parse("""{"three": 3, "two": 2, "one": 1, "four": "a value of some length that pays", "é": [1]}""");
        var condensed = Condenser.Condense(payload, table);
        PythonJson.CompactUnescaped(condensed).ShouldBe("""{"$":{"m":"best","u":{"é":[1]},"d":["five"]}}""");
        JsonNode.DeepEquals(Expander.Expand(condensed, table), payload).ShouldBeTrue();
    }

    // As a merge, both have 27 characters.
    [Theory]
    [InlineData("""{"a":1,"b":222222222,"c":4}""", """{"a":1,"b":222222222,"c":4}""")]
    [InlineData("""{"a":1,"b":2222222222,"c":4}""", """{"$":{"m":"k","u":{"c":4}}}""")]
    public void A_merge_is_made_only_when_it_is_shorter(string payload, string condensed)
    {
        var table = Entries($"{{\"k\":{payload.Replace("\"c\":4", "\"c\":3", StringComparison.Ordinal)}}}");
        PythonJson.Compact(Condenser.Condense(Parse(payload), table)).ShouldBe(condensed);
    }

    [Fact]
    public void Sizes_are_counted_in_code_points()
    {
        // Written out 32 characters, as a merge 31; in UTF-16 units that would be 32 too.
        var table = Entries("""{"😀": {"a": 1, "b": 2222222222, "c": "x"}}""");
        PythonJson.CompactUnescaped(Condenser.Condense(Parse("""{"a":1,"b":2222222222,"c":"yyy"}"""), table))
            .ShouldBe("""{"$":{"m":"😀","u":{"c":"yyy"}}}""");
    }

    [Fact]
    public void The_recorded_example_gives_the_recorded_keys_and_payload()
    {
        var vector = Samples.Vectors("condense");
        var keys = vector["replacement_keys"]!.AsArray().Select(key => key!.GetValue<string>()).ToList();
        var schema = vector["payload"]!["schema"]!;
        var model = new Dictionary<string, JsonNode>
        {
            ["env"] = Parse("""{"object": "response", "status": "completed", "store": false}"""),
        };
        var table = TurnReplacements.Build(
            vector["messages"]!.AsArray().Cast<JsonObject>(),
            vector["tools"]!.AsArray().Select(tool => new DescribedTool(tool![0]!.GetValue<string>(), tool[1]!.GetValue<string>())),
            schema,
            model);

        keys.ShouldAllBe(key => table.Find(key) != null);
        var condensed = Condenser.Condense(vector["payload"], table);
        PythonJson.Spaced(condensed).ShouldBe(PythonJson.Spaced(vector["condensed"]));
        JsonNode.DeepEquals(Expander.Expand(condensed, table), vector["payload"]).ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"$":"x"}""", "Unknown replacement id: 'x'")]
    [InlineData("""{"$":"empty"}""", "Unknown replacement id: 'empty'")]
    [InlineData("""{"$":null}""", "Unknown replacement id: None")]
    [InlineData("""{"$":["it's",1.0,true]}""", "Unknown replacement id: [\"it's\", 1.0, True]")]
    [InlineData("""{"$r":"x"}""", "\"$r\" value must be a list of segments, got: 'x'")]
    [InlineData("""{"$r":["a",5]}""", "Invalid \"$r\" segment: 5")]
    [InlineData("""{"$r":["a",{"$":"t","y":"é\n\u0001"}]}""", "Invalid \"$r\" segment: {'$': 't', 'y': 'é\\n\\x01'}")]
    [InlineData("""{"$r":[{"$":"l"}]}""", "Non-string replacement id in \"$r\" segment: 'l'")]
    [InlineData("""{"$r":[{"$":"q"}]}""", "Unknown replacement id: 'q'")]
    [InlineData("""{"$r":[{"$":{"m":"o"}}]}""", "Merge reference is not valid in a \"$r\" segment: {'m': 'o'}")]
    [InlineData("""{"$":{"u":{}}}""", "Invalid merge reference: {'u': {}}")]
    [InlineData("""{"$":{"m":"o","x":1}}""", "Invalid merge reference: {'m': 'o', 'x': 1}")]
    [InlineData("""{"$":{"m":"l"}}""", "Merge base must be a dict replacement: 'l'")]
    [InlineData("""{"$":{"m":7}}""", "Merge base must be a dict replacement: 7")]
    [InlineData("""{"$":{"m":"o","d":["zz"]}}""", "Merge deletion of a key the base does not have: 'zz'")]
    [InlineData("""{"$":{"m":"o","d":"a"}}""", "\"d\" must be a list of keys: 'a'")]
    [InlineData("""{"$":{"m":"o","u":[1]}}""", "\"u\" must be a dict of updates: [1]")]
    public void Broken_references_are_told_in_the_words_of_the_reference_implementation(string condensed, string message) =>
        Should.Throw<CondensedJsonException>(
            () => Expander.Expand(Parse(condensed), new ReplacementTable(Table))).Message.ShouldBe(message);

    [Fact]
    public void What_is_condensed_can_always_be_expanded()
    {
        var random = new Random(20261121);
        var condensedSomething = 0;
        for (var round = 0; round < 3000; round++)
        {
            var entries = Enumerable.Range(0, random.Next(0, 6)).ToDictionary(i => $"k{i}", _ => Generate(random, 2));
            var payload = Generate(random, 4);
            // A part of the payload, so that whole subtrees match too.
            if (payload is JsonObject { Count: > 0 } map) entries["part"] = map.GetAt(random.Next(map.Count)).Value?.DeepClone();
            var table = new ReplacementTable(entries);

            var condensed = Condenser.Condense(payload, table);
            var stored = JsonText.Parse(PythonJson.Spaced(condensed));
            PythonJson.Canonical(Expander.Expand(stored, table)).ShouldBe(PythonJson.Canonical(payload));
            if (!JsonNode.DeepEquals(condensed, payload)) condensedSomething++;
        }

        condensedSomething.ShouldBeGreaterThan(300);
    }

    private static JsonNode? Generate(Random random, int depth)
    {
        string[] words = ["", "a", "ab", "abc", "bc", "some words", "é😀", "$", "$r", "$raw", "abab some words"];
        switch (depth == 0 ? random.Next(5) : random.Next(9))
        {
            case 0:
                return random.Next(3);
            case 1:
                return JsonText.Parse("1.0");
            case 2:
                return random.Next(2) == 0 ? null : JsonValue.Create(true);
            case 3 or 4:
                return words[random.Next(words.Length)] + words[random.Next(words.Length)];
            case 5 or 6:
                return new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Generate(random, depth - 1))]);
            default:
                var map = new JsonObject();
                for (var i = random.Next(5); i > 0; i--) map[words[random.Next(words.Length)]] = Generate(random, depth - 1);
                return map;
        }
    }

    private static JsonNode Parse(string json) => JsonText.Parse(json)!;

    private static ReplacementTable Entries(string json) => new(Parse(json).AsObject());
}
