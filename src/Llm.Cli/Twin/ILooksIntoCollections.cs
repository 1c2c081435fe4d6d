using Llm.Commands;

namespace Llm.Cli.Twin;

/// <summary>A command that can take texts from collections, whose database is the default one.</summary>
internal interface ILooksIntoCollections
{
    /// <summary>Whether the call does so, apart from what its template says.</summary>
    bool LooksIntoCollections(Invocation invocation);
}
