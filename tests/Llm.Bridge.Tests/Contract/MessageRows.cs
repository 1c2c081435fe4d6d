using System.Text.Json;
using Llm.Testing;
using Microsoft.Extensions.AI;

namespace Llm.Bridge.Tests.Contract;

/// <summary>Rows for roles, histories and answers.</summary>
internal static class MessageRows
{
    private static readonly ToolCall[] Calls =
        [new("weather", new() { ["city"] = "Köln" }, "call_1"), new("weather", new() { ["city"] = "Oslo" }, "call_2")];

    private static readonly DataContent Image = new(new byte[] { 1 }, "image/png");

    private static readonly ChatMessage Called = new(ChatRole.Assistant,
        [
            new TextContent("Let me see."),
            new FunctionCallContent("call_1", "weather", new Dictionary<string, object?> { ["city"] = "Köln" }),
            new FunctionCallContent("call_2", "weather", new Dictionary<string, object?> { ["city"] = "Oslo" }),
        ]);

    private static readonly FakeAnswer TextAndCalls = new() { Pieces = ["Let ", "me see."], ToolCalls = Calls };

    public static IReadOnlyList<ContractRow> All =>
    [
        new("system") { Messages = [new(ChatRole.System, "Be brief."), new(ChatRole.User, "Hi")] },
        // Some models accept instructions in one message only.
        new("system")
        {
            Case = "twice",
            Messages = [new(ChatRole.System, "Be brief."), new(ChatRole.System, "Be kind."), new(ChatRole.User, "Hi")],
            Differences = ["messages: *"],
        },
        new("user") { Case = "twice", Messages = [new(ChatRole.User, "Hi"), new(ChatRole.User, "Well?")] },
        new("user") { Case = "named", Messages = [new(ChatRole.User, "Hi") { AuthorName = "Ann" }] },
        new("user")
        {
            Case = "pieces around an image",
            Messages = [new(ChatRole.User, [new TextContent("This:"), Image, new TextContent("or that?")])],
        },
        new("user") { Case = "image first", Messages = [new(ChatRole.User, [Image, new TextContent("What is it?")])] },
        new("assistant") { Messages = [new(ChatRole.User, "Hi"), new(ChatRole.Assistant, "Hello"), new(ChatRole.User, "Well?")] },
        new("assistant") { Case = "last", Messages = [new(ChatRole.User, "Hi"), new(ChatRole.Assistant, "Hello")] },
        new("tool")
        {
            Case = "results of both calls",
            Messages = AfterCalls(new("call_1", "sun"), new("call_2", "rain")),
        },
        new("tool")
        {
            Case = "results in messages of their own",
            Messages =
            [
                new(ChatRole.User, "Hi"), Called, new(ChatRole.Tool, [new FunctionResultContent("call_1", "sun")]),
                new(ChatRole.Tool, [new FunctionResultContent("call_2", "rain")]), new(ChatRole.User, "And?"),
            ],
        },
        new(nameof(FunctionResultContent))
        {
            Case = "JSON",
            Messages = AfterCalls(new("call_1", JsonElement.Parse("""{"degrees": 21.5}""")), new("call_2", null)),
            // Spaces and line breaks of the JSON, which the server echoes and counts.
            Differences =
            [
                "messages[2].content[0].text: *", "answer.messages[0].contents[0]: *",
                "answer.usage.output: 4 | 6", "answer.usage.total: 5 | 7",
            ],
        },
        new(nameof(FunctionResultContent))
        {
            Case = "failed",
            Messages = AfterCalls(
                new("call_1", "Error: no such city") { Exception = new InvalidOperationException("no such city") }, new("call_2", "rain")),
        },
        new("answer") { Case = "text", Answer = FakeAnswer.FromPieces("Hel", "lo") with { InputTokens = 7, OutputTokens = 3, CachedTokens = 2 } },
        new("answer") { Case = "calls", Answer = new FakeAnswer { ToolCalls = Calls } },
        new("answer") { Case = "text and calls", Stream = true, Answer = TextAndCalls },
        // The Python tool stores the calls of a whole answer before its text.
        new("answer")
        {
            Case = "text and calls, whole",
            Stream = false,
            Answer = TextAndCalls,
            Differences = ["answer.messages[0].contents[0]: *", "answer.messages[0].contents[1]: *", "answer.messages[0].contents[2]: *"],
        },
        new("answer") { Case = "cut off", Answer = FakeAnswer.FromPieces("half") with { FinishReason = FinishReason.Length } },
        new("answer") { Case = "filtered", Answer = FakeAnswer.FromPieces("half") with { FinishReason = FinishReason.ContentFilter } },
        new("answer") { Case = "empty", Answer = FakeAnswer.FromPieces() },
        // That the model reasoned is a content too, which a stream can only deliver at its end.
        new("answer")
        {
            Case = "reasoning",
            Answer = FakeAnswer.FromPieces("Yes.") with { ReasoningTokens = 4 },
            Differences = ["answer.messages[0].contents: *"],
        },
    ];

    private static IReadOnlyList<ChatMessage> AfterCalls(params FunctionResultContent[] results) =>
        [new(ChatRole.User, "Hi"), Called, new(ChatRole.Tool, [.. results])];
}
