// The minimum of a logged prompt: one HTTP request, its answer printed, one row written. The arguments are ADDRESS and DATABASE.
using System.Text;
using Microsoft.Data.Sqlite;

using var http = new HttpClient();
using var content = new StringContent(
    """{"model":"fake","stream":true,"messages":[{"role":"user","content":"hi"}]}""", Encoding.UTF8, "application/json");
using var response = await http.PostAsync(new Uri(args[0] + "/chat/completions"), content);
var text = await response.Content.ReadAsStringAsync();
Console.WriteLine(text.Length);

SQLitePCL.Batteries_V2.Init();
using var connection = new SqliteConnection($"Data Source={args[1]};Pooling=False");
connection.Open();
using var transaction = connection.BeginTransaction();
using var command = connection.CreateCommand();
command.CommandText = "CREATE TABLE IF NOT EXISTS log (id INTEGER PRIMARY KEY, text TEXT)";
command.ExecuteNonQuery();
command.CommandText = "INSERT INTO log (text) VALUES ($text)";
command.Parameters.AddWithValue("$text", text);
command.ExecuteNonQuery();
transaction.Commit();
