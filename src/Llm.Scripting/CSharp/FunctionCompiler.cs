using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Llm.Scripting.CSharp;

/// <summary>Compiles a C# text as a script; only this class uses the compiler.</summary>
[RequiresUnreferencedCode(RuntimeCode.Reason)]
internal static class FunctionCompiler
{
    private const int MaxErrors = 10;

    private static readonly string[] Usings =
    [
        "System", "System.Collections.Generic", "System.ComponentModel", "System.IO", "System.Linq", "System.Net.Http", "System.Text",
        "System.Text.Json", "System.Text.RegularExpressions", "System.Threading", "System.Threading.Tasks", "Llm",
    ];

    /// <exception cref="LlmException">The text cannot be compiled, or one of its methods cannot be a tool.</exception>
    public static CompiledFunctions Compile(FunctionSource source, CancellationToken cancellationToken)
    {
        var tree = CSharpSyntaxTree.ParseText(
            source.Text, new CSharpParseOptions(LanguageVersion.Latest, kind: SourceCodeKind.Script), cancellationToken: cancellationToken);
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, usings: Usings, scriptClassName: FunctionAssembly.ScriptClass,
            optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable);
        var compilation = CSharpCompilation.CreateScriptCompilation("Functions", tree, References(), options);
        using var assembly = new MemoryStream();
        var emitted = compilation.Emit(assembly, cancellationToken: cancellationToken);
        var errors = emitted.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error).Take(MaxErrors).ToList();
        if (errors.Count > 0) throw new LlmException(string.Join('\n', errors.Select(error => Describe(source, error))));
        var loaded = new FunctionAssembly(assembly.ToArray());
        try
        {
            return new CompiledFunctions(assembly.ToArray(), Tools(source, tree, compilation, loaded));
        }
        finally
        {
            loaded.Unload();
        }
    }

    private static List<PortableExecutableReference> References()
    {
        var files = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string
            ?? throw new LlmException(
                "Functions in C# need the assemblies of .NET as files, which a program in a single file lacks. Write them in Python.");
        return [.. files.Split(Path.PathSeparator).Where(File.Exists).Select(file => MetadataReference.CreateFromFile(file))];
    }

    /// <summary>The tools of all methods except private ones, which have that modifier or a name that begins with an underscore.</summary>
    private static List<CompiledFunction> Tools(
        FunctionSource source, SyntaxTree tree, CSharpCompilation compilation, FunctionAssembly assembly)
    {
        var (tools, model) = (new List<CompiledFunction>(), compilation.GetSemanticModel(tree));
        foreach (var method in tree.GetCompilationUnitRoot().Members.OfType<MethodDeclarationSyntax>())
        {
            // The value is the name without the @ that keywords need.
            var name = method.Identifier.ValueText;
            if (name.StartsWith('_') || method.Modifiers.Any(SyntaxKind.PrivateKeyword)) continue;
            if (method.TypeParameterList is not null) throw NotATool(source, method, "it has type parameters");
            Tool tool;
            try
            {
                tool = Documented(assembly.Describe(name), model.GetDeclaredSymbol(method)!.GetDocumentationCommentXml());
            }
            catch (Exception ex) when (ex is LlmException or System.Reflection.AmbiguousMatchException)
            {
                throw NotATool(source, method, ex is LlmException ? ex.Message : "there are several methods with this name");
            }

            if (tools.Any(other => other.Tool.Name == tool.Name)) throw NotATool(source, method, $"there are two tools named {tool.Name}");
            tools.Add(new CompiledFunction(name, tool));
        }

        return tools;
    }

    /// <summary>Adds descriptions from the documentation comment where no <c>[Description]</c> gives one.</summary>
    private static Tool Documented(Tool tool, string? comment)
    {
        if (string.IsNullOrWhiteSpace(comment)) return tool;
        XElement documentation;
        try
        {
            documentation = XElement.Parse(comment);
        }
        catch (XmlException)
        {
            return tool;
        }

        foreach (var parameter in documentation.Elements("param"))
        {
            var name = (string?)parameter.Attribute("name") ?? "";
            if (tool.InputSchema["properties"]![name] is JsonObject schema && !schema.ContainsKey("description"))
                schema.Insert(0, "description", OneLine(parameter));
        }

        return tool with { Description = tool.Description ?? OneLine(documentation.Element("summary")) };
    }

    private static string? OneLine(XElement? element) =>
        element is null ? null : string.Join(' ', element.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static LlmException NotATool(FunctionSource source, MethodDeclarationSyntax method, string reason)
    {
        var start = method.Identifier.GetLocation().GetLineSpan().StartLinePosition;
        return new LlmException(source.Describe(
            $"{method.Identifier.Text} cannot be a tool: {reason}. Change it, or make it private.", start.Line + 1, start.Character + 1));
    }

    private static string Describe(FunctionSource source, Diagnostic error)
    {
        var message = $"{error.GetMessage(System.Globalization.CultureInfo.InvariantCulture)} [{error.Id}]";
        if (!error.Location.IsInSource) return source.Describe(message, null, null);
        var start = error.Location.GetLineSpan().StartLinePosition;
        return source.Describe(message, start.Line + 1, start.Character + 1);
    }
}
