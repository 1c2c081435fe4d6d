using Llm.Testing;

// PORT and its number come first, then one JSON line for each request. The end of standard input ends the server, so that it never
// outlives the test that started it.
await using var server = await FakeServer.StartAsync();
var output = TextWriter.Synchronized(Console.Out);
server.Received = request => output.WriteLine(RequestLine.Write(request));
output.WriteLine($"PORT {server.Port}");
while (await Console.In.ReadLineAsync() is not null)
{
}
