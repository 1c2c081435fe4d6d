using Llm.Providers.Ollama;
using OllamaSharp;
using OllamaSharp.Models.Chat;

namespace Llm.Benchmarks.Streaming;

/// <summary>Programs that read the same answer of an Ollama server; each returns the length of its text.</summary>
internal sealed class OllamaPrograms : IDisposable
{
    private readonly HttpClient http = new(CannedAnswer.Ollama()) { BaseAddress = new Uri("http://localhost:11434") };
    private readonly string folder = Directory.CreateTempSubdirectory("llm-streaming-").FullName;
    private readonly Model model;
    private readonly OllamaApiClient sdk;

    public OllamaPrograms()
    {
        // The list of models as the plugin keeps it.
        Environment.SetEnvironmentVariable("OLLAMA_HOST", null);
        Directory.CreateDirectory(Path.Combine(folder, "cache"));
        File.WriteAllText(
            Path.Combine(folder, "cache", "ollama.json"),
            """{"server": "http://localhost:11434", "models": [{"name": "llama3.2", "digest": "d"}]}""");
        var models = new ModelRegistry();
        new OllamaPlugin(new UserDirectory(folder), () => http, ModelServices.Default).RegisterModels(models);
        model = models.Models.Single().Model;
        sdk = new OllamaApiClient(http);
    }

    public async Task<int> TextAsync()
    {
        var length = 0;
        await foreach (var text in model.Ask("hi")) length += text.Length;
        return length;
    }

    public async Task<int> SdkAsync()
    {
        var length = 0;
        var question = new OllamaSharp.Models.Chat.Message(ChatRole.User, "hi");
        var request = new ChatRequest { Model = "llama3.2", Messages = [question], Stream = true };
        await foreach (var line in sdk.ChatAsync(request)) length += line!.Message.Content?.Length ?? 0;
        return length;
    }

    public void Dispose()
    {
        sdk.Dispose();
        http.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
