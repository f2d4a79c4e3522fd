	
 service	S
{
	void	m ( ) 
}

