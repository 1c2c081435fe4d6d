using Microsoft.Extensions.AI;

#pragma warning disable MEAI001 // Experimental contents have rows too.

namespace Llm.Bridge.Tests.Contract;

/// <summary>A row for every content in a message of the user.</summary>
internal static class ContentRows
{
    private static readonly byte[] Bytes = [1, 2, 3];

    public static IReadOnlyList<ContractRow> All =>
    [
        ContractRow.Of(new TextContent("hey")),
        ContractRow.Of(new DataContent(Bytes, "image/png"), "image"),
        ContractRow.Of(new DataContent(Bytes, "application/pdf") { Name = "a.pdf" }, "named file"),
        ContractRow.Of(new DataContent(Bytes, "application/pdf"), "file") with
        {
            Differences = ["messages[0].content[1].file.filename: *"],
        },
        ContractRow.Of(new DataContent(Bytes, "audio/wav"), "wav"),
        ContractRow.Of(new DataContent(Bytes, "audio/mpeg"), "mp3"),
        ContractRow.Of(new DataContent(Bytes, "text/plain"), "other") with
        {
            Refusal = "does not support attachments of type 'text/plain'",
        },
        ContractRow.Of(new UriContent("https://example.org/a.png", "image/png")),
        ContractRow.Of(new HostedFileContent("file-1")) with { Refusal = "HostedFileContent cannot be passed on" },
        ContractRow.Of(new HostedVectorStoreContent("v")) with { Refusal = "HostedVectorStoreContent cannot be passed on" },
        ContractRow.Of(new ErrorContent("gone wrong")) with { Refusal = "gone wrong" },
        ContractRow.Of(new UsageContent(new UsageDetails { InputTokenCount = 1 })),
        ContractRow.Of(new TextReasoningContent("hm")),
        // A call that the user makes is an error of the program, which the server reports.
        ContractRow.Of(new FunctionCallContent("c", "f")) with { Differences = ["messages[0].tool_calls: *"] },
        ContractRow.Of(new WebSearchToolCallContent("w")),
        ContractRow.Of(new WebSearchToolResultContent("w")),
        ContractRow.Of(new CodeInterpreterToolCallContent("i")),
        ContractRow.Of(new CodeInterpreterToolResultContent("i")),
        ContractRow.Of(new ImageGenerationToolCallContent("i")),
        ContractRow.Of(new ImageGenerationToolResultContent("i")),
        ContractRow.Of(new McpServerToolCallContent("m", "t", "s")),
        ContractRow.Of(new McpServerToolResultContent("m")),
        ContractRow.Of(new ToolCallContent("t")),
        ContractRow.Of(new ToolResultContent("t")),
        ContractRow.Of(new ToolApprovalRequestContent("r", new FunctionCallContent("c", "f"))) with
        {
            Refusal = "ToolApprovalRequestContent cannot be passed on",
        },
        ContractRow.Of(new ToolApprovalResponseContent("r", true, new FunctionCallContent("c", "f"))) with
        {
            Refusal = "ToolApprovalResponseContent cannot be passed on",
        },
    ];
}
