using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Testing;

namespace Llm.Providers.Tests.OpenAI;

/// <summary>The conversations with OpenAI's SDK, each in both interfaces.</summary>
internal static class LibraryConversations
{
    private const string Schema =
        """
        {"type": "object", "required": ["name"], "properties": {"name": {"type": "string", "minLength": 3},
         "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 4}}}
        """;

    private const string AddSchema =
        """{"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}, "required": ["a", "b"]}""";

    public static IReadOnlyList<LibraryConversation> All =>
    [
        ChatText(), ChatTools(), ChatImages(), ChatReasoning(), ChatSchema(),
        ResponsesText(), ResponsesTools(), ResponsesImages(), ResponsesReasoning(), ResponsesSchema(),
    ];

    private static PromptOptions Quiet { get; } = new() { HideReasoning = true };

    private static PromptOptions TextOptions { get; } =
        (Quiet with { System = "Be brief", Messages = [Message.User("Hello"), Message.Assistant("Hi")] })
        .With(Json("""{"temperature": 0.5, "top_p": 0.25, "max_tokens": 100, "service_tier": "flex"}"""));

    private static FakeAnswer TextAnswer { get; } =
        new() { Pieces = ["He", "llo \"é\"\n😀"], InputTokens = 12, CachedTokens = 7, OutputTokens = 34 };

    private static PromptOptions ToolOptions { get; } = Quiet with { Tools = [new Tool("add", "Adds", Json(AddSchema))] };

    private static PromptOptions ChosenToolOptions { get; } =
        ToolOptions with { ToolChoice = ToolChoice.Required, ParallelToolCalls = true };

    private static FakeAnswer ToolAnswer { get; } = new()
    {
        Pieces = ["I ", "add."],
        ToolCalls =
        [
            new ToolCall("add", Json("""{"a": 1, "b": 2}"""), "call_1"), new ToolCall("add", Json("""{"a": 3, "b": 4}"""), "call_2"),
        ],
    };

    private static PromptOptions ResultOptions { get; } = ToolOptions with
    {
        ToolResults = [new ToolResult("add", "3", "call_1"), new ToolResult("add", "broken", "call_2") { Exception = "Exception: broken" }],
    };

    private static PromptOptions ImageOptions { get; } = (Quiet with
    {
        Attachments =
        [
            Attachment.FromBytes(SampleFiles.Png), Attachment.FromUrl("https://example.org/a.png", "image/png"),
            Attachment.FromBytes(SampleFiles.Pdf),
        ],
    }).With("image_detail", "low");

    private static FakeAnswer ImageAnswer { get; } = new() { Pieces = ["A dot"], FinishReason = FinishReason.Length };

    private static PromptOptions ReasoningOptions { get; } =
        new PromptOptions().With(Json("""{"reasoning_effort": "high", "verbosity": "low"}"""));

    private static FakeAnswer ReasoningAnswer { get; } = new() { Reasoning = "Let me see.", Pieces = ["42"], ReasoningTokens = 3 };

    private static FakeAnswer SchemaAnswer { get; } = FakeAnswer.FromPieces("""{"name":""", """ "Rex"}""");

    private static LibraryConversation ChatText() => new("chat", "text", new LibraryTurn(
        Chat(
            """
            "messages": [{"role": "system", "content": "Be brief"}, {"role": "user", "content": "Hello"},
              {"role": "assistant", "content": "Hi"}, {"role": "user", "content": "Again"}],
            "temperature": 0.5, "top_p": 0.25, "max_completion_tokens": 100, "service_tier": "flex"
            """),
        "Again", TextOptions, TextAnswer, LibraryDifferences.MaxTokens));

    private static LibraryConversation ChatTools()
    {
        const string tools = $$"""
            "tools": [{"type": "function", "function": {"name": "add", "description": "Adds", "parameters": {{AddSchema}} } }]
            """;
        return new(
            "chat", "tools",
            new LibraryTurn(
                Chat($$"""
                    "messages": [{"role": "user", "content": "1+2 and 3+4"}], "tool_choice": "required", "parallel_tool_calls": true, {{tools}}
                    """),
                "1+2 and 3+4", ChosenToolOptions, ToolAnswer),
            new LibraryTurn(
                Chat($$"""
                    "messages": [{"role": "user", "content": "1+2 and 3+4"}, "ANSWER",
                      {"role": "tool", "tool_call_id": "call_1", "content": "3"},
                      {"role": "tool", "tool_call_id": "call_2", "content": "broken"}], {{tools}}
                    """),
                null, ResultOptions, FakeAnswer.FromPieces("3, and one failed."), LibraryDifferences.ReadMembers));
    }

    private static LibraryConversation ChatImages() => new("chat", "images", new LibraryTurn(
        Chat($$"""
            "messages": [{"role": "user", "content": [{"type": "text", "text": "What?"},
              {"type": "image_url", "image_url": {"url": "data:image/png;base64,{{SampleFiles.Base64(SampleFiles.Png)}}", "detail": "low"} },
              {"type": "image_url", "image_url": {"url": "https://example.org/a.png", "detail": "low"} },
              {"type": "file", "file": {"filename": "{{SampleFiles.Hash(SampleFiles.Pdf)}}.pdf",
               "file_data": "data:application/pdf;base64,{{SampleFiles.Base64(SampleFiles.Pdf)}}"} }]}]
            """),
        "What?", ImageOptions, ImageAnswer));

    private static LibraryConversation ChatReasoning() => new(
        "chat", "reasoning",
        new LibraryTurn(
            Chat(""" "messages": [{"role": "user", "content": "Think"}], "reasoning_effort": "high", "verbosity": "low" """),
            "Think", ReasoningOptions, ReasoningAnswer),
        new LibraryTurn(
            Chat(
                """
                "messages": [{"role": "user", "content": "Think"}, "ANSWER", {"role": "user", "content": "And?"}],
                "reasoning_effort": "high", "verbosity": "low"
                """),
            "And?", ReasoningOptions, FakeAnswer.FromPieces("43"), LibraryDifferences.ReadMembers, LibraryDifferences.ShownReasoning));

    private static LibraryConversation ChatSchema() => new("chat", "schema", new LibraryTurn(
        Chat($$"""
            "messages": [{"role": "user", "content": "A dog"}],
            "response_format": {"type": "json_schema", "json_schema": {"name": "output", "schema": {{Schema}} } }
            """),
        "A dog", Quiet with { Schema = Json(Schema) }, SchemaAnswer));

    private static LibraryConversation ResponsesText() => new("responses", "text", new LibraryTurn(
        Responses(
            """
            "instructions": "Be brief", "input": [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hi"},
              {"role": "user", "content": "Again"}],
            "temperature": 0.5, "top_p": 0.25, "max_output_tokens": 100, "service_tier": "flex"
            """),
        "Again", TextOptions, TextAnswer));

    private static LibraryConversation ResponsesTools()
    {
        const string tools = $$"""
            "tools": [{"type": "function", "name": "add", "description": "Adds", "strict": null, "parameters": {{AddSchema}} }]
            """;
        return new(
            "responses", "tools",
            new LibraryTurn(
                Responses($$"""
                    "input": [{"role": "user", "content": "1+2 and 3+4"}], "tool_choice": "required", "parallel_tool_calls": true, {{tools}}
                    """),
                "1+2 and 3+4", ChosenToolOptions, ToolAnswer, LibraryDifferences.NoStrictTools),
            new LibraryTurn(
                Responses($$"""
                    "input": [{"role": "user", "content": "1+2 and 3+4"}, "ANSWER",
                      {"type": "function_call_output", "call_id": "call_1", "output": "3"},
                      {"type": "function_call_output", "call_id": "call_2", "output": "broken"}], {{tools}}
                    """),
                null, ResultOptions, FakeAnswer.FromPieces("3, and one failed."), LibraryDifferences.NoStrictTools,
                LibraryDifferences.CallIds, LibraryDifferences.AnswerText));
    }

    private static LibraryConversation ResponsesImages() => new("responses", "images", new LibraryTurn(
        Responses($$"""
            "input": [{"role": "user", "content": [{"type": "input_text", "text": "What?"},
              {"type": "input_image", "image_url": "data:image/png;base64,{{SampleFiles.Base64(SampleFiles.Png)}}", "detail": "low"},
              {"type": "input_image", "image_url": "https://example.org/a.png", "detail": "low"},
              {"type": "input_file", "filename": "{{SampleFiles.Hash(SampleFiles.Pdf)}}.pdf",
               "file_data": "data:application/pdf;base64,{{SampleFiles.Base64(SampleFiles.Pdf)}}"}]}]
            """),
        "What?", ImageOptions, ImageAnswer));

    private static LibraryConversation ResponsesReasoning() => new(
        "responses", "reasoning",
        new LibraryTurn(
            Responses(
                """
                "input": [{"role": "user", "content": "Think"}], "reasoning": {"effort": "high", "summary": "auto"}, "text": {"verbosity": "low"}
                """),
            "Think", ReasoningOptions, ReasoningAnswer),
        new LibraryTurn(
            Responses(
                """
                "input": [{"role": "user", "content": "Think"}, "ANSWER", {"role": "user", "content": "And?"}],
                "reasoning": {"effort": "high", "summary": "auto"}, "text": {"verbosity": "low"}
                """),
            "And?", ReasoningOptions, FakeAnswer.FromPieces("43"), LibraryDifferences.AnswerText));

    private static LibraryConversation ResponsesSchema() => new("responses", "schema", new LibraryTurn(
        Responses($$"""
            "input": [{"role": "user", "content": "A dog"}],
            "text": {"format": {"type": "json_schema", "name": "output", "schema": {{Schema}}, "strict": false} }
            """),
        "A dog", Quiet with { Schema = Json(Schema) }, SchemaAnswer));

    /// <summary>Parameters of the Chat Completions interface, whose streams count tokens only if they are asked to.</summary>
    private static JsonObject Chat(string parameters) => Json($$"""{"stream_options": {"include_usage": true}, {{parameters}} }""");

    /// <summary>Parameters of the Responses interface, with nothing stored on the server, so that reasoning has to be sent back.</summary>
    private static JsonObject Responses(string parameters) =>
        Json($$"""{"store": false, "include": ["reasoning.encrypted_content"], {{parameters}} }""");

    private static JsonObject Json(string text) => (JsonObject)JsonText.Parse(text)!;
}
