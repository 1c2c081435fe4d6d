using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Llm.Generators;
using Llm.Library.Tests.Guides;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Llm.Library.Tests.Generators;

/// <summary>A program that makes tools, compiled with the source generator.</summary>
/// <param name="code">It adds tools to <c>Made</c>; <c>Generated</c> are options with generated metadata only.</param>
/// <param name="mode">What the compiler does with documentation; <see cref="DocumentationMode.None"/> where a project makes no
/// documentation file.</param>
internal sealed class ToolProgram(string code, DocumentationMode mode = DocumentationMode.None)
{
    private const string Around = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using Llm;
        global using static Around;

        public static class Around
        {
            public static List<Tool> Made { get; } = [];
            public static System.Text.Json.JsonSerializerOptions? Generated { get; set; }
        }
        """;

    public CSharpParseOptions Parsing { get; } = new(LanguageVersion.Latest, mode);

    /// <summary>The program before anything is generated.</summary>
    public CSharpCompilation Compilation => CSharpCompilation.Create(
        "Program_of_tools",
        [Parse(code, "Program.cs"), Parse(Around, "Around.cs")],
        GuideCompiler.References,
        new CSharpCompilationOptions(
            OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));

    /// <summary>The program with what is generated.</summary>
    public Compilation Complete
    {
        get
        {
            Run(out var complete);
            return complete;
        }
    }

    /// <summary>What is generated; empty if nothing is.</summary>
    public string Generated => string.Concat(Run(out _).Skip(2).Select(tree => tree.ToString()));

    public SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, Parsing, path, Encoding.UTF8);

    /// <summary>
    /// Runs the program; each tool as <c>name: description (parameter: description, …)</c>, without what nothing is said of.
    /// </summary>
    public IReadOnlyList<string> Tools() => [.. Make().Select(Told)];

    /// <summary>Runs the program and returns its tools.</summary>
    public IReadOnlyList<Tool> Make()
    {
        using var assembly = new MemoryStream();
        Complete.Emit(assembly).Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error).ShouldBeEmpty();
        assembly.Position = 0;
        // Collected when nothing uses its tools any more.
        var loaded = new AssemblyLoadContext("tools", isCollectible: true).LoadFromStream(assembly);
        var around = loaded.GetType("Around")!;
        if (loaded.GetType("Llm.Generated.ToolMetadata") is { } metadata)
        {
            var resolver = (IJsonTypeInfoResolver)Activator.CreateInstance(metadata, nonPublic: true)!;
            var options = new JsonSerializerOptions(ToolJson.Generated(resolver));
            // These are there only where reflection is.
            options.Converters.Clear();
            around.GetProperty("Generated")!.SetValue(null, options);
        }

        loaded.EntryPoint!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [Array.Empty<string>()], null);
        return (List<Tool>)around.GetProperty("Made")!.GetValue(null)!;
    }

    private IEnumerable<SyntaxTree> Run(out Compilation complete)
    {
        CSharpGeneratorDriver.Create(
            [new ToolDocumentationGenerator().AsSourceGenerator(), new ToolMetadataGenerator().AsSourceGenerator()],
            parseOptions: Parsing)
            .RunGeneratorsAndUpdateCompilation(Compilation, out complete, out var diagnostics);
        diagnostics.ShouldBeEmpty();
        return complete.SyntaxTrees;
    }

    private static string Told(Tool tool)
    {
        var parameters = tool.InputSchema["properties"]!.AsObject()
            .Where(property => property.Value is JsonObject described && described.ContainsKey("description"))
            .Select(property => $"{property.Key}: {property.Value!["description"]}");
        return $"{tool.Name}: {tool.Description} ({string.Join(", ", parameters)})";
    }
}
