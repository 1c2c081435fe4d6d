namespace Llm.Storage.Migrations.Logs;

/// <summary>All steps of <c>logs.db</c>, in the order in which they are applied.</summary>
internal static class LogMigrations
{
    public static IReadOnlyList<Migration> All { get; } =
    [
        new("m001_initial", M001Initial.Apply),
        new("m002_id_primary_key", M002IdPrimaryKey.Apply),
        new("m003_chat_id_foreign_key", M003ChatIdForeignKey.Apply),
        new("m004_column_order", M004ColumnOrder.Apply),
        new("m004_drop_provider", M004DropProvider.Apply),
        new("m005_debug", M005Debug.Apply),
        new("m006_new_logs_table", M006NewLogsTable.Apply),
        new("m007_finish_logs_table", M007FinishLogsTable.Apply),
        new("m008_reply_to_id_foreign_key", M008ReplyToIdForeignKey.Apply),
        new("m008_fix_column_order_in_logs", M008FixColumnOrderInLogs.Apply),
        new("m009_delete_logs_table_if_empty", M009DeleteLogsTableIfEmpty.Apply),
        new("m010_create_new_log_tables", M010CreateNewLogTables.Apply),
        new("m011_fts_for_responses", M011FtsForResponses.Apply),
        new("m012_attachments_tables", M012AttachmentsTables.Apply),
        new("m013_usage", M013Usage.Apply),
        new("m014_schemas", M014Schemas.Apply),
        new("m015_fragments_tables", M015FragmentsTables.Apply),
        new("m016_fragments_table_pks", M016FragmentsTablePks.Apply),
        new("m017_tools_tables", M017ToolsTables.Apply),
        new("m017_tools_plugin", M017ToolsPlugin.Apply),
        new("m018_tool_instances", M018ToolInstances.Apply),
        new("m019_resolved_model", M019ResolvedModel.Apply),
        new("m020_tool_results_attachments", M020ToolResultsAttachments.Apply),
        new("m021_tool_results_exception", M021ToolResultsException.Apply),
        new("m022_response_reasoning", M022ResponseReasoning.Apply),
        new("m023_message_store", M023MessageStore.Apply),
        new("m024_tool_instance_references", M024ToolInstanceReferences.Apply),
        new("m025_turn_tools_instance_backfill", M025TurnToolsInstanceBackfill.Apply),
        new("m026_message_tree_view", M026MessageTreeView.Apply),
        new("m027_turns_response_json", M027TurnsResponseJson.Apply),
    ];
}
