using Microsoft.CodeAnalysis;

namespace Llm.Generators;

/// <summary>A type and all types that it contains, as JSON.</summary>
internal sealed class JsonGraph
{
    private readonly Dictionary<ITypeSymbol, JsonShape> shapes = new(SymbolEqualityComparer.Default);

    private JsonGraph()
    {
    }

    /// <summary>The types whose metadata has to be generated, with its code.</summary>
    public IEnumerable<(string Type, string Code)> Types =>
        shapes.Where(shape => shape.Value.Code is not null).Select(shape => (CodeName.Of(shape.Key), shape.Value.Code!));

    /// <summary>The first type that has no metadata, with the reason; null if all have.</summary>
    public (ITypeSymbol Type, string Reason)? Problem { get; private set; }

    public static JsonGraph Of(ToolType used, Compilation compilation)
    {
        var graph = new JsonGraph();
        var open = new Stack<ITypeSymbol>([used.Type!]);
        while (graph.Problem is null && open.Count > 0)
        {
            var type = open.Pop();
            if (graph.shapes.ContainsKey(type)) continue;
            var shape = JsonShape.Of(type, compilation);
            graph.shapes[type] = shape;
            if (shape.Problem is { } reason) graph.Problem = (type, reason);
            // As an argument, an object is any JSON; as a result, it may be of any type.
            else if (used.IsResult && type is IDynamicTypeSymbol or { SpecialType: SpecialType.System_Object })
                graph.Problem = (type, "the type of its value is known only at run time");
            foreach (var part in shape.Parts) open.Push(part);
        }

        return graph;
    }
}
