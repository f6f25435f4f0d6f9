using Microsoft.Extensions.Configuration;
using static OneApi.Client.DependencyInjection.SectionValues;

namespace OneApi.Client.DependencyInjection;

/// <summary>Reads a channel's workflows: a map from the model, or a list whose items name it, because a key can't hold a colon.</summary>
internal static class WorkflowSectionReader
{
    public static void Read(IConfigurationSection section, IDictionary<string, WorkflowConfig> workflows, OneApiOptions options)
    {
        foreach (var child in section.GetChildren())
        {
            var isItem = IsListItem(child);
            var model = isItem ? child["Model"] : child.Key;
            if (string.IsNullOrWhiteSpace(model))
            {
                options.ReadErrors.Add($"{child.Path}:Model: is missing; name the model that the workflow stands for.");
            }
            else
            {
                workflows[model] = ReadOne(child, isItem, options);
            }
        }
    }

    private static WorkflowConfig ReadOne(IConfigurationSection section, bool isItem, OneApiOptions options)
    {
        var workflow = new WorkflowConfig();
        foreach (var child in section.GetChildren())
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "FILE":
                    workflow.File = child.Value;
                    break;
                case "JSON":
                    workflow.Json = child.Value;
                    break;
                case "OUTPUT":
                    workflow.Output = child.Value;
                    break;
                case "INPUTS":
                    foreach (var input in child.GetChildren())
                    {
                        workflow.Inputs[input.Key] = input.Value ?? string.Empty;
                    }

                    break;
                case "MODEL" when isItem:
                    break;
                default:
                    NoteUnknown(child, [], options);
                    break;
            }
        }

        return workflow;
    }
}
