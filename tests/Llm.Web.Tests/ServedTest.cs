using System.Text;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Serving;
using Llm.Storage.Logs;
using Llm.Testing;
using Microsoft.AspNetCore.Builder;

namespace Llm.Web.Tests;

/// <summary>A test of a real server on a free port, whose models are those of a provider that is a fake server.</summary>
public abstract class ServedTest : IAsyncLifetime
{
    private readonly TemporaryUserDirectory directory = new();
    private WebApplication application = null!;

    /// <summary>The provider behind the server.</summary>
    private protected FakeServer Provider { get; private set; } = null!;

    private protected LlmHost Host { get; private set; } = null!;

    private protected LogStore Log { get; private set; } = null!;

    /// <summary>A client on this machine, without a token.</summary>
    private protected HttpClient Client { get; private set; } = null!;

    private protected string Address => application.Urls.First();

    private protected UserDirectory Directory => directory.Directory;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The settings of the server.</summary>
    private protected virtual ServeSettings Settings =>
        new() { Port = 0, Database = Directory.LogsDatabase, Model = "chat" };

    public async ValueTask InitializeAsync()
    {
        Provider = await FakeServer.StartAsync();
        directory.Write("extra-openai-models.yaml", $"""
            - model_id: chat
              model_name: upstream
              api_base: {Provider.BaseAddress}
              aliases: [talk]
              supports_tools: true
              supports_schema: true
              vision: true
            - model_id: plain
              model_name: upstream
              api_base: {Provider.BaseAddress}
            """);
        directory.Write("extra-openai-embedding-models.yaml", $"""
            - model_id: vectors
              model_name: upstream
              api_base: {Provider.BaseAddress}
            """);
        Prepare();
        Host = LlmHost.Create(new LlmHostOptions { Directory = Directory, Limits = new RequestLimits { Retries = 0 } });
        Log = await ServedHost.OpenLogAsync(Host, Directory.LogsDatabase);
        application = ServeApplication.Create(Settings, Host, Log);
        await application.StartAsync();
        Client = new HttpClient { BaseAddress = new Uri(Address) };
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await application.DisposeAsync();
        await Log.DisposeAsync();
        Host.Dispose();
        await Provider.DisposeAsync();
        directory.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes further files before the server starts.</summary>
    private protected virtual void Prepare()
    {
    }

    /// <summary>Writes a file of the user directory.</summary>
    private protected void Write(string name, string content) => directory.Write(name, content);

    /// <summary>Stops the server as a signal does.</summary>
    private protected Task StopAsync() => application.StopAsync();

    /// <summary>Sends JSON.</summary>
    private protected Task<HttpResponseMessage> PostAsync(string path, string json, HttpClient? client = null) =>
        (client ?? Client).PostAsync(
            new Uri(path, UriKind.Relative), new StringContent(json, Encoding.UTF8, "application/json"), Cancellation);

    /// <summary>Sends JSON, and returns the JSON of an answer that must be good.</summary>
    private protected async Task<JsonObject> AnswerAsync(string path, string json)
    {
        using var response = await PostAsync(path, json);
        var body = await response.Content.ReadAsStringAsync(Cancellation);
        ((int)response.StatusCode).ShouldBe(200, body);
        return (JsonObject)JsonText.Parse(body)!;
    }

    /// <summary>Sends JSON, and returns the JSON of an answer that must have this status.</summary>
    private protected async Task<JsonObject> FailureAsync(string path, string json, int status)
    {
        using var response = await PostAsync(path, json);
        var body = await response.Content.ReadAsStringAsync(Cancellation);
        ((int)response.StatusCode).ShouldBe(status, body);
        return (JsonObject)JsonText.Parse(body)!;
    }

    /// <summary>Sends JSON, and returns the data of the events; the mark at the end is the text <c>[DONE]</c>.</summary>
    private protected async Task<IReadOnlyList<JsonNode>> EventsAsync(string path, string json)
    {
        using var response = await PostAsync(path, json);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        var events = new List<JsonNode>();
        foreach (var line in (await response.Content.ReadAsStringAsync(Cancellation)).Split('\n'))
        {
            if (!line.StartsWith("data: ", StringComparison.Ordinal)) continue;
            events.Add(line == "data: [DONE]" ? JsonValue.Create("[DONE]") : JsonText.Parse(line[6..])!);
        }

        return events;
    }

    /// <summary>The newest turn of the log.</summary>
    private protected async Task<LoggedTurn> NewestTurnAsync() => (await Log.ListAsync(new LogQuery { Limit = 1 }, Cancellation))[0];

    /// <summary>Waits until the log has a number of turns.</summary>
    private protected async Task<IReadOnlyList<LoggedTurn>> TurnsAsync(int count)
    {
        while (true)
        {
            var turns = await Log.ListAsync(new LogQuery(), Cancellation);
            if (turns.Count >= count) return turns;
            await Task.Delay(20, Cancellation);
        }
    }
}
