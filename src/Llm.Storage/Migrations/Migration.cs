using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations;

/// <summary>One step from a database of an earlier version to a later one.</summary>
/// <param name="Name">What <c>_llm_migrations</c> records; the Python tool uses the same names.</param>
/// <param name="Apply">Does it, inside a transaction.</param>
internal sealed record Migration(string Name, Action<Database> Apply);
