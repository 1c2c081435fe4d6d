using Llm.Commands;

namespace Llm.Cli.Tests.CommandLine;

/// <summary>The options of <c>llm openai endpoint</c>, most of them shared with <c>llm prompt</c>.</summary>
internal static class SampleEndpoint
{
    private const string Help = """
        Run against an OpenAI-compatible endpoint without logging.

        PROMPT or stdin is executed once. If neither is provided, wait for input
        on stdin. Use --chat to start an interactive chat. Templates run once by
        default; use --chat to apply one interactively. Use --models to list the
        available model IDs without running a prompt.
        """;

    public static ValueArgument<string> Url { get; } = new("URL");

    public static PairOption Header { get; } = new("-H", "--header") { Help = "Additional HTTP header" };

    public static SampleCommand Create() => new(
        Help,
        Url,
        SamplePrompt.Prompt,
        new ValueOption<string>("-m", "--model") { Help = "Model ID (required unless --models or provided by template)" },
        SamplePrompt.System,
        SamplePrompt.Template,
        SamplePrompt.Param,
        SamplePrompt.ModelOption,
        SamplePrompt.Schema,
        SamplePrompt.SchemaMulti,
        SamplePrompt.Attachment,
        SamplePrompt.AttachmentType,
        SamplePrompt.Tool,
        SamplePrompt.Functions,
        SamplePrompt.ToolsDebug,
        SamplePrompt.ToolsApprove,
        SamplePrompt.ChainLimit,
        new ValueOption<string>("--key") { Help = "API key or stored key alias to send" },
        Header,
        new Flag("--responses") { Help = "Use the Responses API instead of Chat Completions" },
        new Flag("--chat") { Help = "Start an interactive chat" },
        new Flag("--models") { Help = "List model IDs from the endpoint and exit" },
        SamplePrompt.NoStream,
        SamplePrompt.HideReasoning);
}
