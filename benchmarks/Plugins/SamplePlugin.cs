using System.Globalization;
using System.Text.Json.Nodes;

namespace Llm.Benchmarks;

/// <summary>A plugin with a model, a tool and a command; the model answers as <c>echo</c> does.</summary>
internal static class SamplePlugin
{
    private const string Name = "sample000";

    private const string Source = """
        using System.ComponentModel;
        using System.Runtime.CompilerServices;
        using Llm;
        using Llm.Commands;

        public sealed class SamplePlugin : IPlugin
        {
            public string Name => "sample000";

            public void RegisterModels(ModelRegistry models) => models.Add(new SampleModel(), "alias-sample000");

            public void RegisterTools(ToolRegistry tools) => tools.Add(Tool.FromMethod(Work, "tool_sample000"));

            public void RegisterCommands(CommandGroup commands) =>
                commands.Add(new CommandEntry("command-sample000", () => new SampleCommand()) { Summary = "Do a piece of work" });

            [Description("Works on a text as often as it should.")]
            private static string Work(string text, int times) => text + times;
        }

        public sealed class SampleModel() : Model("sample000")
        {
            public override bool CanStream => true;

            public override IReadOnlyList<ModelOption> Options { get; } =
                [ModelOptions.Number("temperature", "How much the answers vary", 0, 2), ModelOptions.Integer("seed", "Repeats an answer")];

            public override async IAsyncEnumerable<StreamEvent> ExecuteAsync(
                Prompt prompt, ModelContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
            {
                await Task.CompletedTask;
                yield return prompt.Text ?? "";
            }
        }

        public sealed class SampleCommand : Command
        {
            private readonly OptionalArgument<string> text = new("TEXT");
            private readonly ValueOption<int> times = new("-n", "--times") { Help = "How often to work", Default = 1 };

            public override string Help => "Do a piece of work";

            public override IReadOnlyList<Parameter> Parameters => [text, times];

            public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken) => Task.FromResult(0);
        }
        """;

    /// <summary>Makes the plugin's project and installs it.</summary>
    public static void Install(Published llm, string folder)
    {
        var project = Directory.CreateDirectory(Path.Combine(folder, "Sample")).FullName;
        File.WriteAllText(Path.Combine(project, "SamplePlugin.cs"), Source);
        File.WriteAllText(Path.Combine(project, "Sample.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup><ProjectReference Include="{Path.GetFullPath("src/Llm/Llm.csproj")}" /></ItemGroup>
            </Project>
            """);
        llm.Output("install", project);
    }

    /// <summary>Adds copies of the only package in the list of plugins, under other names.</summary>
    /// <param name="list">The file.</param>
    /// <param name="count">The number of packages.</param>
    public static void Multiply(string list, int count)
    {
        var json = JsonNode.Parse(File.ReadAllText(list))!;
        var text = json["packages"]![0]!.ToJsonString();
        for (var i = 1; i < count; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"sample{i:000}");
            var copy = JsonNode.Parse(text.Replace(Name, name, StringComparison.Ordinal))!;
            copy["package"] = name;
            json["packages"]!.AsArray().Add(copy);
        }

        File.WriteAllText(list, json.ToJsonString());
    }
}
