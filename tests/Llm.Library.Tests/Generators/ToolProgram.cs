using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using System.Text.Json.Nodes;
using Llm.Generators;
using Llm.Library.Tests.Guides;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Llm.Library.Tests.Generators;

/// <summary>A program that makes tools, compiled with the source generator.</summary>
/// <param name="code">It adds tools to <c>Made</c>.</param>
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

    /// <summary>What is generated; empty if nothing is.</summary>
    public string Generated => string.Concat(Run(out _).Skip(2).Select(tree => tree.ToString()));

    public SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, Parsing, path, Encoding.UTF8);

    /// <summary>
    /// Runs the program; each tool as <c>name: description (parameter: description, …)</c>, without what nothing is said of.
    /// </summary>
    public IReadOnlyList<string> Tools()
    {
        Run(out var complete);
        using var assembly = new MemoryStream();
        complete.Emit(assembly).Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error).ShouldBeEmpty();
        assembly.Position = 0;
        var context = new AssemblyLoadContext("tools", isCollectible: true);
        try
        {
            var loaded = context.LoadFromStream(assembly);
            loaded.EntryPoint!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [Array.Empty<string>()], null);
            return [.. ((List<Tool>)loaded.GetType("Around")!.GetProperty("Made")!.GetValue(null)!).Select(Told)];
        }
        finally
        {
            context.Unload();
        }
    }

    private IEnumerable<SyntaxTree> Run(out Compilation complete)
    {
        CSharpGeneratorDriver.Create([new ToolDocumentationGenerator().AsSourceGenerator()], parseOptions: Parsing)
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
