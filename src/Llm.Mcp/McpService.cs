using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Protocol = ModelContextProtocol.Protocol;

namespace Llm.Mcp;

/// <summary>A Model Context Protocol server that offers tools and templates to other programs.</summary>
/// <remarks>Requests are answered concurrently, so the tools must be thread-safe.</remarks>
/// <param name="name">The name that the server reports.</param>
/// <param name="version">The version that the server reports.</param>
public sealed class McpService(string name, string version)
{
    private const string Input = "input";

    /// <summary>The tools; an exception becomes a result that the caller can read.</summary>
    public IReadOnlyList<Tool> Tools { get; init; } = [];

    /// <summary>
    /// Called before each tool call; a <see cref="CancelToolCallException"/> refuses the call. If it is null, tools that require approval
    /// (<see cref="Tool.RequiresApproval"/>) are refused.
    /// </summary>
    public Func<Tool, ToolCall, CancellationToken, Task<bool>>? Approve { get; init; }

    /// <summary>Returns the templates that are offered as prompts, at each request; their variables are the arguments.</summary>
    public Func<IEnumerable<Template>> Templates { get; init; } = () => [];

    /// <summary>Instructions for models that use the server; null if there are none.</summary>
    public string? Instructions { get; init; }

    /// <summary>Answers requests until the input ends or the service is cancelled.</summary>
    /// <param name="input">The stream of requests, one per line.</param>
    /// <param name="output">The stream of answers; nothing else may be written to it.</param>
    /// <param name="cancellationToken">Stops the service.</param>
    public async Task RunAsync(Stream input, Stream output, CancellationToken cancellationToken = default)
    {
        await using var transport = new StreamServerTransport(input, output, name);
        await using var server = McpServer.Create(transport, Options());
        await server.RunAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private McpServerOptions Options() => new()
    {
        ServerInfo = new Implementation { Name = name, Version = version },
        ServerInstructions = Instructions,
        Capabilities = new ServerCapabilities { Tools = new ToolsCapability(), Prompts = new PromptsCapability() },
        Handlers = new McpServerHandlers
        {
            ListToolsHandler = (_, _) => new(new ListToolsResult { Tools = [.. Tools.Select(Describe)] }),
            CallToolHandler = async (request, token) => await CallAsync(request.Params!, token),
            ListPromptsHandler = (_, _) => new(new ListPromptsResult { Prompts = [.. Templates().Select(Describe)] }),
            GetPromptHandler = (request, _) => new(Fill(request.Params!)),
        },
    };

    private static Protocol.Tool Describe(Tool tool) => new()
    {
        Name = tool.Name,
        Description = tool.Description,
        InputSchema = JsonDocument.Parse(tool.InputSchema.ToJsonString()).RootElement.Clone(),
    };

    private static Protocol.Prompt Describe(Template template) => new()
    {
        Name = template.Name,
        Description = Excerpt(template.System ?? template.Prompt),
        Arguments = [.. Variables(template).Select(variable => new PromptArgument
        {
            Name = variable,
            Required = template.Defaults?.ContainsKey(variable) != true,
        })],
    };

    private async Task<CallToolResult> CallAsync(CallToolRequestParams request, CancellationToken cancellationToken)
    {
        var tool = Tools.FirstOrDefault(tool => tool.Name == request.Name)
            ?? throw new McpProtocolException($"Unknown tool: '{request.Name}'", McpErrorCode.InvalidParams);
        var arguments = new JsonObject();
        foreach (var (argument, value) in request.Arguments ?? new Dictionary<string, JsonElement>())
            arguments[argument] = JsonText.Parse(value.GetRawText());
        try
        {
            ToolArguments.Check(arguments, tool.InputSchema);
            if (tool.Implementation is not { } run)
                return Failed($"The tool {tool.Name} has no implementation and cannot be run.");
            var call = new ToolCall(tool.Name, arguments);
            await tool.RequireApprovalAsync(call, Approve, cancellationToken);
            var output = await run(call, cancellationToken);
            return new CallToolResult { Content = [new TextContentBlock { Text = output.Text }, .. output.Attachments.Select(ToBlock)] };
        }
        catch (CancelToolCallException ex)
        {
            return Failed($"Cancelled: {ex.Message}");
        }
        catch (Exception ex) when (ex is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            return Failed(ex.Message);
        }
    }

    private static CallToolResult Failed(string message) => new() { IsError = true, Content = [new TextContentBlock { Text = message }] };

    private static ContentBlock ToBlock(Attachment attachment)
    {
        if (attachment.ReadLocal() is not { } bytes)
            return new ResourceLinkBlock { Uri = attachment.Url!, Name = attachment.Url!, MimeType = attachment.Type };
        return attachment.LocalType() switch
        {
            { } type when type.StartsWith("image/", StringComparison.Ordinal) => ImageContentBlock.FromBytes(bytes, type),
            { } type when type.StartsWith("audio/", StringComparison.Ordinal) => AudioContentBlock.FromBytes(bytes, type),
            var type => new EmbeddedResourceBlock { Resource = BlobResourceContents.FromBytes(bytes, $"attachment:{attachment.Id}", type) },
        };
    }

    private GetPromptResult Fill(GetPromptRequestParams request)
    {
        var template = Templates().FirstOrDefault(template => template.Name == request.Name)
            ?? throw new McpProtocolException($"Unknown prompt: '{request.Name}'", McpErrorCode.InvalidParams);
        var values = (request.Arguments ?? new Dictionary<string, JsonElement>())
            .ToDictionary(
                argument => argument.Key,
                argument => argument.Value.ValueKind == JsonValueKind.String ? argument.Value.GetString()! : argument.Value.GetRawText());
        values.Remove(Input, out var input);
        try
        {
            var (prompt, system) = template.Evaluate(input ?? "", values);
            // The protocol has no role for instructions.
            string?[] texts = [system, prompt];
            return new GetPromptResult
            {
                Messages = [.. texts.Where(text => !string.IsNullOrEmpty(text)).Select(
                    text => new PromptMessage { Role = Role.User, Content = new TextContentBlock { Text = text! } })],
            };
        }
        catch (LlmException ex)
        {
            throw new McpProtocolException(ex.Message, ex, McpErrorCode.InvalidParams);
        }
    }

    /// <summary>The variables of a template; one without a prompt uses the input as its prompt.</summary>
    private static IEnumerable<string> Variables(Template template) =>
        string.IsNullOrEmpty(template.Prompt) ? template.Variables.Append(Input).Distinct() : template.Variables;

    private static string? Excerpt(string? text)
    {
        var line = text?.Trim().Split('\n')[0];
        return line is { Length: > 100 } ? line[..99] + "…" : line;
    }
}
