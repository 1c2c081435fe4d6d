using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;

namespace Llm.Providers.Ollama;

/// <summary>The models of the server as it last listed them, kept in a file, so that it is asked only when something needs it.</summary>
/// <param name="path">The file, which may be deleted at any time.</param>
/// <param name="address">Where the server is.</param>
/// <param name="http">Returns the client; called for each request.</param>
internal sealed class OllamaModelList(string path, OllamaAddress address, Func<HttpClient> http)
{
    private const string Server = "server";
    private const string Listed = "listed";
    private const string Failed = "failed";
    private const string Silent = "silent";
    private const string ModelsMember = "models";
    private const string Capabilities = "capabilities";

    /// <summary>How long a list is shown without asking again, and how long a server that did not answer is left alone.</summary>
    private static readonly TimeSpan MaximumAge = TimeSpan.FromMinutes(1);

    /// <summary>How long a list, or a name that nobody knows, waits for the server.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    /// <summary>How long all questions about what new models can do may take.</summary>
    private static readonly TimeSpan PatienceForAll = TimeSpan.FromSeconds(2);

    /// <summary>After this time, the models of a server that does not answer any more are forgotten.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(7);

    private JsonObject? content;
    private OllamaAbsence? absence;

    /// <summary>What is known of each model: <c>name</c>, <c>digest</c> and <c>capabilities</c>.</summary>
    public IReadOnlyList<JsonObject> Entries => [.. (Content[ModelsMember] as JsonArray ?? []).OfType<JsonObject>()];

    /// <summary>When the server listed them; null if it never did.</summary>
    public DateTimeOffset? Date => Time(Listed);

    private JsonObject Content => content ??= Read();

    private OllamaAbsence Absence => absence ??= new OllamaAbsence(Path.ChangeExtension(path, "absent"), address.Server);

    /// <summary>Asks the server again if its list is old, or if a name is looked for that nobody knows.</summary>
    /// <param name="services">The limits and the clock.</param>
    /// <param name="isList">Whether a list is shown; otherwise a name is looked for.</param>
    /// <returns>Whether there are other models than before.</returns>
    /// <exception cref="LlmException">A name is looked for, and the address of the server is not valid.</exception>
    public bool Refresh(ModelServices services, bool isList)
    {
        var now = services.Clock.GetUtcNow();
        // The clock of timers: by a finer one, a server could seem to have failed a little before its time was over.
        var start = Environment.TickCount64;
        JsonNode? before = null;
        try
        {
            // Before the list, so that nothing is read where there is none.
            if (IsRecent(Absence.Since, now, MaximumAge) && (isList || Absence.IsSilent)) return false;
            before = Content[ModelsMember];
            if (!IsDue(now, isList)) return false;
            var hasty = new ModelServices
            {
                Limits = new(new RequestLimits { Timeout = Patience, IdleTimeout = Patience, Retries = 0 }),
            };
            Task.Run(() => AskAsync(hasty, now, CancellationToken.None)).GetAwaiter().GetResult();
        }
        catch (ProviderException)
        {
            Fail(now, Environment.TickCount64 - start >= Patience.TotalMilliseconds);
        }
        catch (LlmException) when (isList)
        {
            // The error is shown when a model is used.
        }

        return !JsonNode.DeepEquals(before, Content[ModelsMember]);
    }

    /// <summary>Asks the server, and keeps its answer.</summary>
    /// <exception cref="LlmException">The server cannot be reached, or refuses.</exception>
    public async Task AskAsync(ModelServices services, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var client = new ProviderClient(http, services);
        var answer = await client.AskAsync(address.Request("/api/tags"), key: null, cancellationToken);
        var models = new JsonArray();
        var start = Stopwatch.GetTimestamp();
        foreach (var item in answer.Items(ModelsMember))
        {
            if ((item.Text("model") ?? item.Text("name")) is not { Length: > 0 } name) continue;
            var digest = item.Text("digest") ?? name;
            var can = Known(digest);
            if (can is null && Stopwatch.GetElapsedTime(start) < PatienceForAll) can = await ShowAsync(client, name, cancellationToken);
            var model = new JsonObject { ["name"] = name, ["digest"] = digest };
            if (can is not null) model[Capabilities] = can;
            models.AddNode(model);
        }

        Absence.Clear();
        content = new JsonObject
        {
            [Server] = address.Server,
            [Listed] = now.ToString("O", CultureInfo.InvariantCulture),
            [ModelsMember] = models,
        };
        Write();
    }

    /// <summary>Adds the models that can answer, by the names and in the order of llm-ollama.</summary>
    public void Register(ModelRegistry models)
    {
        foreach (var (name, aliases, can) in Groups())
        {
            if (can == OllamaCapabilities.Unknown || can.HasFlag(OllamaCapabilities.Completion))
                models.Add(new OllamaModel(name, can, address, http), aliases);
        }
    }

    /// <summary>Adds all models, as llm-ollama does: the server makes vectors with models for answers too.</summary>
    public void Register(EmbeddingModelRegistry models)
    {
        foreach (var (name, aliases, _) in Groups()) models.Add(new OllamaEmbeddingModel(name, address, http), aliases);
    }

    /// <summary>The models with their names: two names of one digest are the same model.</summary>
    private List<OllamaGroup> Groups()
    {
        var groups = new List<OllamaGroup>();
        foreach (var entry in Entries)
        {
            if (entry.Text("name") is not { } name || entry.Text("digest") is not { } digest) continue;
            var group = groups.Find(known => known.Digest == digest);
            if (group is null) groups.Add(group = new OllamaGroup(digest, entry[Capabilities] as JsonArray));
            group.Add(name);
        }

        return groups;
    }

    /// <summary>What a model can do, if the server has been asked; a model with another content has another digest.</summary>
    private JsonNode? Known(string digest)
    {
        foreach (var entry in Entries)
        {
            if (entry.Text("digest") == digest) return entry[Capabilities]?.DeepClone();
        }

        return null;
    }

    private async Task<JsonNode?> ShowAsync(ProviderClient client, string name, CancellationToken cancellationToken)
    {
        try
        {
            var request = address.Request("/api/show", new JsonObject { ["model"] = name });
            var answer = await client.AskAsync(request, key: null, cancellationToken);
            return answer.TryGetProperty(Capabilities, out var list) && list.ValueKind == JsonValueKind.Array ? list.ToNode() : null;
        }
        catch (ProviderException)
        {
            // An older server, or one that is too slow: nothing is known then.
            return null;
        }
    }

    private bool IsDue(DateTimeOffset now, bool isList)
    {
        if (Content.Text(Server) != address.Server) return true;
        // A server that refuses the connection costs nothing, so that one that was started meanwhile is found.
        if (IsRecent(Time(Failed), now, MaximumAge)) return !isList && !Content.Flag(Silent);
        return !isList || !IsRecent(Time(Listed), now, MaximumAge);
    }

    private static bool IsRecent(DateTimeOffset? time, DateTimeOffset now, TimeSpan span) => time <= now && now - time < span;

    private DateTimeOffset? Time(string name) =>
        DateTimeOffset.TryParse(Content.Text(name), CultureInfo.InvariantCulture, out var time) ? time : null;

    private void Fail(DateTimeOffset now, bool isSilent)
    {
        var server = address.Server;
        // Looking for a server must not be the first thing that makes the user directory.
        var isKept = Directory.Exists(Path.GetDirectoryName(Path.GetDirectoryName(path)));
        if (Content.Text(Server) != server || !IsRecent(Time(Listed), now, Memory))
        {
            content = [];
            if (isKept) Absence.Write(now, isSilent);
            if (File.Exists(path)) File.Delete(path);
            return;
        }

        Content[Failed] = now.ToString("O", CultureInfo.InvariantCulture);
        Content[Silent] = isSilent;
        if (isKept) Write();
    }

    private JsonObject Read()
    {
        try
        {
            var read = new JsonFile(path, 2).Read();
            // The models of one server say nothing of another.
            return read.Text(Server) == address.Server ? read : [];
        }
        catch (LlmException)
        {
            return [];
        }
    }

    private void Write()
    {
        try
        {
            AtomicFile.WriteAllText(path, PythonJson.Indented(Content, 2));
        }
        catch (LlmException)
        {
            // A list that cannot be kept is asked for again.
        }
    }
}
