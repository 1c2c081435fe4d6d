// Streams through 'llm serve', beside a bare proxy that does the least that such a server must: it parses every event of the provider,
// writes it again, and inserts one row for each answer into SQLite. Both in turn, with the same provider and the same client:
//
//     dotnet run -c Release --project benchmarks/Serve
//
// The provider, the server and the client are processes of their own; on a machine with few processors they share them.
using Llm.Benchmarks;
using Llm.Benchmarks.Serve;

switch (args)
{
    case ["provider"]:
        await InstantProvider.RunAsync();
        return 0;
    case ["proxy", var upstream, var database]:
        await BareProxy.RunAsync(upstream, database);
        return 0;
    default:
        return await Comparison.RunAsync(new Budgets());
}
