using System.Globalization;

namespace Llm.Packages;

/// <summary>Makes a package for a server with OpenAI's interface: complete, so that it can be used here and in Dify at once.</summary>
public static class NewPackage
{
    /// <summary>Writes the files.</summary>
    /// <param name="folder">The folder, which must not exist yet or be empty.</param>
    /// <param name="name">The name of the package and of its provider: small letters, digits, <c>_</c> and <c>-</c>.</param>
    /// <param name="address">The address of the server, before <c>/chat/completions</c>.</param>
    /// <param name="types">The types of which it has a model each.</param>
    /// <param name="createdAt">The time for the manifest.</param>
    /// <exception cref="LlmException">The name is not allowed, the folder is not empty, or it cannot be written.</exception>
    public static void Create(
        string folder, string name, string address, IReadOnlyList<PackageModelType> types, DateTimeOffset createdAt)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(types);
        if (!PackageCheck.IsName(name, 64)) throw new LlmException("The name has small letters, digits, '_' and '-', 64 at most.");
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new LlmException($"The folder {folder} is not empty. Name another one with --output.");
        var time = createdAt.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        try
        {
            Write(folder, "manifest.yaml", Manifest(name, time, types));
            Write(folder, $"provider/{name}.yaml", Provider(name, address, types));
            Write(folder, $"provider/{name}.py", ProviderCode(types[0]));
            foreach (var type in types)
            {
                var key = PackageModelTypes.KeyOf(type);
                Write(folder, $"models/{key}/{ModelName(type)}.yaml", Model(type));
                Write(folder, $"models/{key}/_position.yaml", $"- {ModelName(type)}\n");
                Write(folder, $"models/{key}/{key}.py", ModelCode(type));
            }

            Write(folder, "_assets/icon.svg", Icon);
            Write(folder, "main.py", Main);
            Write(folder, "pyproject.toml", Project(name));
            Write(folder, "README.md", Readme(name));
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new LlmException($"The package cannot be written: {ex.Message}", ex);
        }
    }

    private static string ModelName(PackageModelType type) => $"my-{PackageModelTypes.NameOf(type)}-model";

    private static void Write(string folder, string path, string text)
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        AtomicFile.WriteAllText(file, text);
    }

    private static string Manifest(string name, string time, IReadOnlyList<PackageModelType> types)
    {
        var permissions = string.Concat(
            PackageModelTypes.All.Select(type => $"      {PackageModelTypes.KeyOf(type)}: {(types.Contains(type) ? "true" : "false")}\n"));
        return $$"""
            version: 0.0.1
            type: plugin
            author: me
            name: {{name}}
            label:
              en_US: {{name}}
            description:
              en_US: Models of {{name}}
            icon: icon.svg
            created_at: "{{time}}"
            meta:
              version: 0.0.1
              arch: [amd64, arm64]
              runner:
                language: python
                version: "3.12"
                entrypoint: main
            plugins:
              models:
                - provider/{{name}}.yaml
            resource:
              memory: 268435456
              permission:
                model:
                  enabled: true

            """ + permissions;
    }

    private static string Provider(string name, string address, IReadOnlyList<PackageModelType> types)
    {
        var names = string.Concat(types.Select(type => $"  - {PackageModelTypes.NameOf(type)}\n"));
        var sources = string.Concat(types.Select(PackageModelTypes.KeyOf).Select(key => $"      - models/{key}/{key}.py\n"));
        var models = string.Concat(types.Select(PackageModelTypes.KeyOf).Select(key => $"""
              {key}:
                position: models/{key}/_position.yaml
                predefined:
                  - models/{key}/*.yaml

            """));
        return $"""
            provider: {name}
            label:
              en_US: {name}
            description:
              en_US: Models of {name}
            icon_small:
              en_US: icon.svg
            supported_model_types:
            {names}configurate_methods:
              - predefined-model
            provider_credential_schema:
              credential_form_schemas:
                - variable: api_key
                  type: secret-input
                  required: true
                  label:
                    en_US: API key
                - variable: endpoint_url
                  type: text-input
                  required: false
                  default: {address}
                  label:
                    en_US: Address of the server
            models:
            {models}extra:
              python:
                provider_source: provider/{name}.py
                model_sources:
            {sources}
            """;
    }

    private static string Model(PackageModelType type)
    {
        var properties = type switch
        {
            PackageModelType.Llm => "  mode: chat\n  context_size: 128000\n",
            PackageModelType.TextEmbedding => "  context_size: 8191\n  max_chunks: 32\n",
            PackageModelType.Rerank => "  context_size: 8191\n",
            PackageModelType.SpeechToText => "  file_upload_limit: 25\n  supported_file_extensions: mp3,mp4,m4a,wav,webm\n",
            PackageModelType.TextToSpeech => """
                  default_voice: alloy
                  audio_type: mp3
                  word_limit: 4096
                  voices:
                    - mode: alloy
                      name: Alloy
                      language: [en-US]

                """,
            _ => "  max_chunks: 32\n  max_characters_per_chunk: 2000\n",
        };
        var rules = type == PackageModelType.Llm
            ? """
                features:
                  - multi-tool-call
                  - stream-tool-call
                parameter_rules:
                  - name: temperature
                    use_template: temperature
                    max: 2
                  - name: top_p
                    use_template: top_p
                  - name: max_tokens
                    use_template: max_tokens
                    max: 16384
                pricing:
                  input: "0.50"
                  output: "1.50"
                  unit: "0.000001"
                  currency: USD

                """
            : "";
        return $"""
            model: {ModelName(type)}
            label:
              en_US: {ModelName(type)}
            model_type: {PackageModelTypes.NameOf(type)}
            model_properties:
            {properties}{rules}
            """;
    }

    private static string ProviderCode(PackageModelType type) => $$"""
        from dify_plugin import ModelProvider
        from dify_plugin.entities.model import ModelType


        class Provider(ModelProvider):
            def validate_provider_credentials(self, credentials: dict) -> None:
                models = self.get_model_instance(ModelType.{{EnumName(type)}})
                models.validate_credentials(model="{{ModelName(type)}}", credentials=credentials)

        """;

    /// <summary>The code of models: the base classes of Dify's package speak the interface. For moderation there is none.</summary>
    private static string ModelCode(PackageModelType type) => type switch
    {
        PackageModelType.Llm => """
            from dify_plugin import OAICompatLargeLanguageModel


            class LargeLanguageModel(OAICompatLargeLanguageModel):
                def _invoke(self, model, credentials, *arguments, **named):
                    # Without it, the base class leaves tools out.
                    credentials = {**credentials, "mode": "chat", "function_calling_type": "tool_call"}
                    return super()._invoke(model, credentials, *arguments, **named)

            """,
        PackageModelType.Moderation => """
            import requests
            from dify_plugin import ModerationModel
            from dify_plugin.errors.model import CredentialsValidateFailedError, InvokeError


            class Moderation(ModerationModel):
                def _invoke(self, model, credentials, text, user=None) -> bool:
                    answer = requests.post(
                        credentials["endpoint_url"].rstrip("/") + "/moderations",
                        headers={"Authorization": "Bearer " + credentials["api_key"]},
                        json={"model": model, "input": text},
                        timeout=60,
                    )
                    answer.raise_for_status()
                    return any(result["flagged"] for result in answer.json()["results"])

                def validate_credentials(self, model, credentials) -> None:
                    try:
                        self._invoke(model, credentials, "ping")
                    except Exception as error:
                        raise CredentialsValidateFailedError(str(error)) from error

                @property
                def _invoke_error_mapping(self):
                    return {InvokeError: [requests.RequestException]}

            """,
        _ => $"""
            from dify_plugin.interfaces.model.openai_compatible.{PackageModelTypes.KeyOf(type)} import {BaseClass(type)}


            class Model({BaseClass(type)}):
                pass

            """,
    };

    private static string EnumName(PackageModelType type) => PackageModelTypes.KeyOf(type).ToUpperInvariant();

    private static string BaseClass(PackageModelType type) => type switch
    {
        PackageModelType.TextEmbedding => "OAICompatEmbeddingModel",
        PackageModelType.Rerank => "OAICompatRerankModel",
        PackageModelType.SpeechToText => "OAICompatSpeech2TextModel",
        _ => "OAICompatText2SpeechModel",
    };

    private static string Project(string name) => $"""
        [project]
        name = "{name}"
        version = "0.0.1"
        requires-python = ">=3.12"
        dependencies = ["dify_plugin>=0.9.0", "requests"]

        """;

    private static string Readme(string name) => $"""
        # {name}

        Models of {name}. Write here where a key is had, and what the models are for: Dify shows this page to those who install the package.

        """;

    private const string Main = """
        from dify_plugin import DifyPluginEnv, Plugin

        plugin = Plugin(DifyPluginEnv())

        if __name__ == "__main__":
            plugin.run()

        """;

    private const string Icon = """
        <svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><circle cx="32" cy="32" r="28" fill="#4a6da7"/></svg>

        """;
}
