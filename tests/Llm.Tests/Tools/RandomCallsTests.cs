using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Tests.Tools;

/// <summary>Whatever a model calls a tool with, the chain goes on.</summary>
public sealed class RandomCallsTests
{
    private const int CallsOfAChain = 20;
    private static readonly int Cases = Effort.Of(usual: 10_000, slow: 200_000);

    private static readonly Type[] Types =
    [
        typeof(int), typeof(int?), typeof(long), typeof(double), typeof(decimal), typeof(bool), typeof(bool?), typeof(string), typeof(char),
        typeof(Guid),
        typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan), typeof(Uri), typeof(DayOfWeek), typeof(DayOfWeek?), typeof(int[]),
        typeof(List<string>),
        typeof(Dictionary<string, double>), typeof(Point), typeof(Point[]), typeof(JsonNode), typeof(JsonObject), typeof(object),
        typeof(byte[]),
    ];

    private static readonly string[] Words = ["a", "b", "c", "d", "X", "x", "Monday", "", "é", "1", "$ref", "_raw"];

    [Fact]
    public async Task Random_arguments_of_random_tools_never_crash_a_chain()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var (succeeded, failed) = (0, 0);
        for (var i = 0; i < Cases; i += CallsOfAChain)
        {
            Tool[] tools = [RandomTool(random, "t0"), RandomTool(random, "t1"), RandomTool(random, "t2")];
            StreamEvent[] calls = [.. Enumerable.Range(0, CallsOfAChain).SelectMany(call => Call(random, tools, call))];
            var rounds = new Queue<StreamEvent[]>([calls, ["done"]]);
            var model = new FakeModel((_, _, _) => rounds.Dequeue().ToAsyncEnumerable());
            (await model.Chain("q", new() { Tools = tools }).GetTextAsync(TestContext.Current.CancellationToken))
                .ShouldBe("done", $"seed {seed}, case {i}");
            var results = model.Prompts[1].ToolResults;
            results.Count.ShouldBe(CallsOfAChain, $"seed {seed}, case {i}");
            failed += results.Count(result => result.Exception is not null);
            succeeded += results.Count(result => result.Exception is null);
            // What is wrong with a call is for the model: never an error of ours.
            foreach (var result in results)
                (result.Exception ?? "").ShouldNotMatch(
                    "^(NullReference|InvalidCast|IndexOutOfRange)Exception", $"seed {seed}, case {i}: {result.Output}");
        }

        // Else only one of the two ways would be tested.
        succeeded.ShouldBeGreaterThan(Cases / 50, $"seed {seed}");
        failed.ShouldBeGreaterThan(Cases / 50, $"seed {seed}");
    }

    private sealed record Point(int X, Point? Next = null);

    private static object?[] One<T>(T a) => [a];

    private static object?[] Two<T1, T2>(T1 a, T2? b = default) => [a, b];

    private static object?[] Three<T1, T2, T3>(T1 a, T2 b, ToolCall call, T3? c = default) => [a, b, c, call.Name];

    private static Tool RandomTool(Random random, string name)
    {
        var shape = random.Next(3) switch { 0 => nameof(One), 1 => nameof(Two), _ => nameof(Three) };
        var method = typeof(RandomCallsTests).GetMethod(shape, BindingFlags.NonPublic | BindingFlags.Static)!;
        var types = method.GetGenericArguments().Select(_ => Types[random.Next(Types.Length)]).ToArray();
        return Tool.FromMethod(method.MakeGenericMethod(types), null, name);
    }

    private static StreamEvent[] Call(Random random, Tool[] tools, int index)
    {
        var tool = tools[random.Next(tools.Length)];
        return
        [
            new ToolCallNameEvent(random.Next(20) == 0 ? "unknown" : tool.Name) { ToolCallId = $"call_{index}" },
            new ToolCallArgumentsEvent(Arguments(random, tool)) { ToolCallId = $"call_{index}" },
        ];
    }

    private static string Arguments(Random random, Tool tool)
    {
        if (random.Next(20) == 0) return Damaged(random, RandomValue(random, 3)?.ToJsonString() ?? "null");
        var arguments = new JsonObject();
        foreach (var (name, schema) in tool.InputSchema["properties"]!.AsObject())
        {
            if (random.Next(8) > 0)
                arguments[name] = random.Next(4) > 0 ? Fitting(random, schema as JsonObject ?? []) : RandomValue(random, 3);
        }

        if (random.Next(10) == 0) arguments[Words[random.Next(Words.Length)]] = RandomValue(random, 2);
        return random.Next(15) == 0 ? Damaged(random, arguments.ToJsonString()) : arguments.ToJsonString();
    }

    private static string Damaged(Random random, string json)
    {
        var text = new StringBuilder(json);
        for (var i = random.Next(4); i > 0 && text.Length > 0; i--) text.Remove(random.Next(text.Length), 1);
        return text.ToString();
    }

    private static JsonNode? Fitting(Random random, JsonObject schema)
    {
        if (schema["enum"] is JsonArray { Count: > 0 } choices) return choices[random.Next(choices.Count)]?.DeepClone();
        var type = schema["type"] is JsonArray types ? types[random.Next(types.Count)]!.GetValue<string>() : (string?)schema["type"];
        return type switch
        {
            "integer" => random.Next(-1000, 1000),
            "number" => random.NextDouble() * 100,
            "boolean" => random.Next(2) == 0,
            "string" => Words[random.Next(Words.Length)],
            "array" =>
                new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => Fitting(random, schema["items"] as JsonObject ?? []))]),
            "object" => new JsonObject([.. (schema["properties"] as JsonObject ?? []).Where(_ => random.Next(3) > 0)
                .Select(property => KeyValuePair.Create(property.Key, Fitting(random, property.Value as JsonObject ?? [])))]),
            _ => null,
        };
    }

    private static JsonNode? RandomValue(Random random, int depth) => random.Next(depth > 0 ? 9 : 7) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.Next(-10, 10),
        3 => random.NextInt64() * (random.Next(2) == 0 ? 1 : -1),
        4 => JsonNode.Parse(random.Next(3) switch { 0 => "1e400", 1 => "-0.0", _ => "123456789012345678901234567890" }),
        5 or 6 => Words[random.Next(Words.Length)],
        7 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => RandomValue(random, depth - 1))]),
        _ =>
            new JsonObject(
                [.. Words.Where(_ => random.Next(5) == 0).Select(word => KeyValuePair.Create(word, RandomValue(random, depth - 1)))]),
    };
}
