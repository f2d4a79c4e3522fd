struct Tree { 1: optional Tree left, 2: optional Tree right, 3: list<Node> nodes }
struct Node { 1: map<string, Tree> trees, 2: Either either }
union Either { 1: Tree tree; 2: Node node }
exception TooDeep { 1: Tree where }
service Trees { Tree walk(1: Either start) throws (1: TooDeep deep) }
