using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Scripting.Python;

/// <summary>The functions of a Python text; if the child process has died, the next call starts it again.</summary>
internal sealed class PythonFunctions : IAsyncDisposable
{
    private readonly FunctionSource source;
    private readonly FunctionSettings settings;
    private readonly SemaphoreSlim starting = new(1, 1);
    private PythonProcess process;
    private bool disposed;

    private PythonFunctions(FunctionSource source, FunctionSettings settings, PythonProcess process) =>
        (this.source, this.settings, this.process) = (source, settings, process);

    public static async Task<FunctionSet> LoadAsync(FunctionSource source, FunctionSettings settings, CancellationToken cancellationToken)
    {
        var (process, described) = await PythonProcess.StartAsync(source, settings, cancellationToken);
        var functions = new PythonFunctions(source, settings, process);
        return new FunctionSet(FunctionLanguage.Python, [.. described.OfType<JsonObject>().Select(functions.ToTool)], functions);
    }

    public async ValueTask DisposeAsync()
    {
        disposed = true;
        await process.DisposeAsync();
        starting.Dispose();
    }

    private Tool ToTool(JsonObject described) => new(
        described.Text("name")!, described.Text("description"), described["input_schema"]!.DeepClone().AsObject())
    {
        ReturnType = described.Text("returns"),
        Signature = described.Text("signature")!,
        Implementation = CallAsync,
    };

    private async Task<ToolOutput> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var running = await RunningAsync(cancellationToken);
        var answer = await running.CallAsync(call, cancellationToken);
        if (answer.Text("pause") is { } pause) throw new PauseChainException(pause);
        if (answer["error"] is JsonObject error) throw new ToolFailedException(error.Text("name")!, error.Text("message")!);
        return new ToolOutput(answer.Text("output")!, [.. answer["attachments"]!.AsArray().Select(ToAttachment)]);
    }

    private async Task<PythonProcess> RunningAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        await starting.WaitAsync(cancellationToken);
        try
        {
            if (process.IsAlive) return process;
            await process.DisposeAsync();
            (process, _) = await PythonProcess.StartAsync(source, settings, cancellationToken);
            return process;
        }
        finally
        {
            starting.Release();
        }
    }

    private static Attachment ToAttachment(JsonNode? node)
    {
        var json = node!.AsObject();
        return new Attachment
        {
            Type = json.Text("type"),
            Path = json.Text("path"),
            Url = json.Text("url"),
            Content = json.Text("content") is { } content ? Convert.FromBase64String(content) : default(ReadOnlyMemory<byte>?),
        };
    }
}
