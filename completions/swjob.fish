# Completions of swjob for fish: put this file into ~/.config/fish/completions/.

function __swjob_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l lines (swjob __complete fish -- $words[2..-1] "$current" 2>/dev/null)
    switch "$lines[1]"
        case files
            set -l flag (string match -r -- '^--[^=]*=' "$current")
            __fish_complete_path (string replace -- "$flag" '' "$current") | string replace -r -- '^' "$flag"
        case folders
            set -l flag (string match -r -- '^--[^=]*=' "$current")
            __fish_complete_directories (string replace -- "$flag" '' "$current") | string replace -r -- '^' "$flag"
        case words
            printf '%s\n' $lines[2..-1]
    end
end

complete -c swjob -e
complete -c swjob -f -k -a '(__swjob_complete)'
