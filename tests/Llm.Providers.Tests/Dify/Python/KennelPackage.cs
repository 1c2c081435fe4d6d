using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Packages;
using Llm.Providers.Dify;
using Llm.Testing;

namespace Llm.Providers.Tests.Dify.Python;

/// <summary>
/// A package with models of all types and an interface of its own, added and set up by a user. Its code writes down the requests and
/// answers with what the test says.
/// </summary>
internal sealed class KennelPackage : IDisposable
{
    public const string Key = "sk-secret-0123456789";

    private const string Code = """
        from protocol import *

        answers = json.load(open("answers.json", encoding="utf-8"))
        ready()
        for request in requests():
            with open("requests.jsonl", "a", encoding="utf-8") as file:
                file.write(json.dumps(request["data"]) + "\n")
            for piece in answers.get(request["data"]["action"], []):
                session(request, "stream", piece)
            end(request)
        """;

    private readonly TemporaryUserDirectory user = new();
    private readonly HttpClient http = new();

    public KennelPackage()
    {
        ScriptedPackage.RequirePython();
        using var source = new TemporaryUserDirectory();
        foreach (var (name, text) in Files) source.Write(name, text);
        source.Write("main.py", Code);
        source.Write("protocol.py", File.ReadAllText(Path.Combine(ScriptedPackage.SourceFolder, "protocol.py")));
        Package = new PackageStore(user.Directory).Add(source.Path);
        var keys = new KeyStore(user.Directory);
        keys.Set("dify:kennel", Key);
        Credentials = new PackageCredentials(user.Directory, keys);
        Credentials.Set(
            new CredentialScope(Package), new Dictionary<string, string> { ["region"] = "north", ["fast"] = "true", ["silent"] = "false" });
        Models = new PackageModels(new PackageStore(user.Directory), Credentials, _ => false, () => http);
        Services = new ModelServices { Keys = keys };
    }

    public AddedPackage Package { get; }

    public PackageCredentials Credentials { get; }

    public PackageModels Models { get; }

    public ModelServices Services { get; }

    /// <summary>What the code received, without what is the same in each request.</summary>
    public List<JsonObject> Requests
    {
        get
        {
            var requests = new List<JsonObject>();
            foreach (var line in File.ReadAllLines(Path.Combine(Package.Folder, "requests.jsonl")))
                requests.Add((JsonObject)JsonNode.Parse(line)!);
            return requests;
        }
    }

    /// <summary>The YAML of the package.</summary>
    private static Dictionary<string, string> Files => new()
    {
        ["manifest.yaml"] = """
            version: 0.0.1
            type: plugin
            author: me
            name: kennel
            label: {en_US: Kennel}
            created_at: "2026-01-01T00:00:00Z"
            icon: icon.svg
            resource: {memory: 1048576, permission: {}}
            plugins: {models: [provider/kennel.yaml]}
            meta: {version: 0.0.1, arch: [amd64], runner: {language: python, version: "3.8", entrypoint: main}}
            """,
        ["provider/kennel.yaml"] = """
            provider: kennel
            label: {en_US: Kennel}
            supported_model_types: [llm, text-embedding, rerank, moderation, speech2text, tts]
            configurate_methods: [predefined-model, customizable-model]
            provider_credential_schema:
              credential_form_schemas:
                - {variable: api_key, label: {en_US: API key}, type: secret-input, required: true}
                - {variable: region, label: {en_US: Region}, type: text-input, required: true}
                - {variable: fast, label: {en_US: Fast}, type: switch, required: false}
                - {variable: silent, label: {en_US: Silent}, type: switch, required: false}
            model_credential_schema:
              model: {label: {en_US: Name}}
              credential_form_schemas:
                - {variable: token, label: {en_US: Token}, type: secret-input, required: true}
            models:
              llm: {predefined: [models/llm/*.yaml]}
              text_embedding: {predefined: [models/text_embedding/*.yaml]}
              rerank: {predefined: [models/rerank/*.yaml]}
              moderation: {predefined: [models/moderation/*.yaml]}
              speech2text: {predefined: [models/speech2text/*.yaml]}
              tts: {predefined: [models/tts/*.yaml]}
            """,
        ["models/llm/barker.yaml"] = """
            model: barker
            model_type: llm
            features: [multi-tool-call, stream-tool-call, vision, document, structured-output]
            model_properties: {mode: chat, context_size: 4096}
            parameter_rules:
              - {name: temperature, use_template: temperature}
              - {name: max_output_tokens, use_template: max_tokens, max: 9000}
              - {name: style, type: string, required: true, default: short, options: [short, long]}
              - {name: response_format, use_template: response_format, options: [text, json_schema]}
              - {name: json_schema, use_template: json_schema}
            """,
        ["models/text_embedding/sniffer.yaml"] = """
            {model: sniffer, model_type: text-embedding, model_properties: {context_size: 512, max_chunks: 2}}
            """,
        ["models/rerank/sorter.yaml"] = "{model: sorter, model_type: rerank, model_properties: {context_size: 512}}",
        ["models/moderation/guard.yaml"] = "{model: guard, model_type: moderation, model_properties: {max_chunks: 1}}",
        ["models/speech2text/listener.yaml"] = """
            {model: listener, model_type: speech2text, model_properties: {file_upload_limit: 1, supported_file_extensions: "mp3,wav"}}
            """,
        ["models/tts/howler.yaml"] = "{model: howler, model_type: tts, model_properties: {audio_type: wav, word_limit: 100}}",
    };

    /// <summary>Makes the environment as far as it needs one: the test's own Python, and the file that says it is complete.</summary>
    public KennelPackage Prepare()
    {
        var environment = Package.Environment;
        Directory.CreateDirectory(Path.Combine(environment.Folder, "bin"));
        var python = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(part => Path.Combine(part, "python3")).First(File.Exists);
        // A link could be to a program that finds its files by its own place.
        File.WriteAllText(environment.Python, $"#!/bin/sh\nexec {python} \"$@\"\n");
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(environment.Python, Mode);
        environment.WriteMarker(environment.Folder, "3.99.0", "main");
        return this;
    }

    /// <summary>Says what the code answers to an action, piece by piece.</summary>
    public KennelPackage Answer(string action, params string[] pieces)
    {
        var path = Path.Combine(Package.Folder, "answers.json");
        var answers = File.Exists(path) ? (JsonObject)JsonNode.Parse(File.ReadAllText(path))! : [];
        var list = new JsonArray();
        foreach (var piece in pieces) list.AddNode(JsonNode.Parse(piece));
        answers[action] = list;
        File.WriteAllText(path, answers.ToJsonString());
        return this;
    }

    public void Dispose()
    {
        Models.Dispose();
        http.Dispose();
        user.Dispose();
    }
}
