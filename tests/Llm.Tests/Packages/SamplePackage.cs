namespace Llm.Tests.Packages;

/// <summary>A small package that is correct, of which tests change one file.</summary>
internal sealed class SamplePackage : IDisposable
{
    public SamplePackage()
    {
        Write("manifest.yaml", Manifest);
        Write("provider/sample.yaml", Provider);
        Write("models/llm/small.yaml", Model);
        Write("models/llm/_position.yaml", "- small\n");
        Write("_assets/icon.svg", "<svg/>");
        Write("main.py", "");
        Write("provider/sample.py", "");
        Write("models/llm/llm.py", "");
        Write("README.md", "# Sample");
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("llm-package-test-").FullName;

    public const string Manifest = """
        version: 0.0.1
        type: plugin
        author: someone
        name: sample
        label:
          en_US: Sample
          zh_Hans: 样品
        description: {en_US: A sample}
        icon: icon.svg
        created_at: 2026-01-02T03:04:05.123456789+01:00
        meta:
          version: 0.0.1
          arch: [amd64, arm64]
          runner: {language: python, version: "3.12", entrypoint: main}
        plugins:
          models: [provider/sample.yaml]
        resource:
          memory: 1048576
        """;

    public const string Provider = """
        provider: sample
        label: {en_US: Sample}
        icon_small: {en_US: icon.svg}
        supported_model_types: [llm]
        configurate_methods: [predefined-model]
        provider_credential_schema:
          credential_form_schemas:
            - variable: api_key
              type: secret-input
              required: true
              label: {en_US: Key}
            - variable: region
              type: select
              required: false
              default: eu
              label: {en_US: Region}
              options:
                - {value: eu, label: {en_US: Europe}}
                - {value: us, label: {en_US: America}}
        models:
          llm:
            position: models/llm/_position.yaml
            predefined:
              - models/llm/*.yaml
        extra:
          python:
            provider_source: provider/sample.py
            model_sources: [models/llm/llm.py]
        """;

    public const string Model = """
        model: small
        label: {en_US: Small}
        model_type: llm
        features: [multi-tool-call, vision]
        model_properties: {mode: chat, context_size: 4096}
        parameter_rules:
          - name: temperature
            use_template: temperature
            max: 2
          - name: max_output_tokens
            use_template: max_tokens
            required: true
            default: 512
            max: 4096
          - name: style
            type: string
            options: ["yes", "no"]
        pricing:
          input: "1.00"
          output: "3.00"
          unit: "0.000001"
          currency: USD
        """;

    public void Write(string path, string text)
    {
        var file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    /// <summary>Replaces a text in a file, which must have it.</summary>
    public void Change(string path, string from, string to)
    {
        var text = File.ReadAllText(Path.Combine(Folder, path));
        text.ShouldContain(from);
        Write(path, text.Replace(from, to, StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
